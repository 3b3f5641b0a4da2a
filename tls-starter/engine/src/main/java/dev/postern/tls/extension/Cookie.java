package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// cookie: state of the server that the client carries for it (RFC 9846 4.3.2).
public record Cookie(Bytes cookie) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.COOKIE;
    }

    static Cookie read(WireReader in) {
        return new Cookie(in.opaque16(1, 0xffff));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.opaque16(cookie);
    }
}
