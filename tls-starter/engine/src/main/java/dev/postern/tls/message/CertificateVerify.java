package dev.postern.tls.message;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.nio.charset.StandardCharsets;

/// CertificateVerify (RFC 9846 4.5.2).
public record CertificateVerify(SignatureScheme algorithm, Bytes signature) implements HandshakeMessage {
    private static final String SERVER_CONTEXT = "TLS 1.3, server CertificateVerify";
    private static final String CLIENT_CONTEXT = "TLS 1.3, client CertificateVerify";
    private static final int PADDING_BYTES = 64;

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_VERIFY;
    }

    /// What a server signs.
    ///
    /// @param transcriptHash up to and including its Certificate
    public static byte[] serverContent(byte[] transcriptHash) {
        return content(SERVER_CONTEXT, transcriptHash);
    }

    /// What a client signs.
    public static byte[] clientContent(byte[] transcriptHash) {
        return content(CLIENT_CONTEXT, transcriptHash);
    }

    static CertificateVerify read(WireReader in) {
        return new CertificateVerify(new SignatureScheme(in.u16()), in.opaque16(0, 0xffff));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(algorithm.code()).opaque16(signature);
    }

    // RFC 9846 4.5.2: 64 spaces, the context string, a zero byte, the content to be signed
    private static byte[] content(String context, byte[] transcriptHash) {
        return new WireWriter().bytes(" ".repeat(PADDING_BYTES).getBytes(StandardCharsets.US_ASCII))
                .bytes(context.getBytes(StandardCharsets.US_ASCII)).u8(0).bytes(transcriptHash).toByteArray();
    }
}
