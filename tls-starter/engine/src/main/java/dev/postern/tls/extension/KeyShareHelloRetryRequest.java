package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// key_share in a HelloRetryRequest: the group to send a share for (RFC 9846 4.3.8).
public record KeyShareHelloRetryRequest(NamedGroup selectedGroup) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }

    static KeyShareHelloRetryRequest read(WireReader in) {
        return new KeyShareHelloRetryRequest(new NamedGroup(in.u16()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(selectedGroup.code());
    }
}
