package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireWriter;

/// encrypted_client_hello in an inner ClientHello (RFC 9849 5): it only says that this hello came inside another one.
public record EchClientHelloInner() implements Extension {
    static final int INNER = 1;

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(INNER);
    }
}
