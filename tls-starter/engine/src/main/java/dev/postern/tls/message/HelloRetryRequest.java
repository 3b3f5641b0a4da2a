package dev.postern.tls.message;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;

/// HelloRetryRequest (RFC 9846 4.2.4): a ServerHello with a special random.
public record HelloRetryRequest(ProtocolVersion legacyVersion, Bytes legacySessionIdEcho, CipherSuite cipherSuite,
        int legacyCompressionMethod, ExtensionBlock extensions) implements HandshakeMessage {
    /// SHA-256 of "HelloRetryRequest".
    public static final Bytes RANDOM = Bytes
            .ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(legacyVersion.code()).bytes(RANDOM).opaque8(legacySessionIdEcho).u16(cipherSuite.code())
                .u8(legacyCompressionMethod);
        extensions.write(out);
    }
}
