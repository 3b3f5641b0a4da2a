package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// encrypted_client_hello in a HelloRetryRequest (RFC 9849 5): whether the inner hello is the one that counts.
///
/// @param confirmation 8 bytes
public record EchHelloRetryRequest(Bytes confirmation) implements Extension {
    public static final int CONFIRMATION_BYTES = 8;
    /// What the confirmation is computed over.
    public static final EchHelloRetryRequest BLANK = new EchHelloRetryRequest(
            Bytes.copyOf(new byte[CONFIRMATION_BYTES]));

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }

    static EchHelloRetryRequest read(WireReader in) {
        return new EchHelloRetryRequest(in.bytes(CONFIRMATION_BYTES));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.bytes(confirmation);
    }
}
