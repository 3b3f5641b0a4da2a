package dev.postern.tls.extension;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// One public value (RFC 9846 4.3.8). Its length is the group's business, checked where the group is used.
public record KeyShareEntry(NamedGroup group, Bytes keyExchange) {
    static KeyShareEntry read(WireReader in) {
        return new KeyShareEntry(new NamedGroup(in.u16()), in.opaque16(1, 0xffff));
    }

    void write(WireWriter out) {
        out.u16(group.code()).opaque16(keyExchange);
    }
}
