package dev.postern.tls.message;

import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// CompressedCertificate (RFC 8879 4): stands for a Certificate message, in the transcript too.
///
/// @param uncompressedLength of the Certificate message's body, so the sender says
public record CompressedCertificate(CertificateCompressionAlgorithm algorithm, int uncompressedLength,
        Bytes compressedCertificateMessage) implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.COMPRESSED_CERTIFICATE;
    }

    static CompressedCertificate read(WireReader in) {
        return new CompressedCertificate(new CertificateCompressionAlgorithm(in.u16()), in.u24(),
                in.opaque24(1, 0xffffff));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(algorithm.code()).u24(uncompressedLength).opaque24(compressedCertificateMessage);
    }
}
