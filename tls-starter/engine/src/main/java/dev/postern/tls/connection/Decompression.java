package dev.postern.tls.connection;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.Limits;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CompressedCertificate;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageBounds;

import java.util.zip.DataFormatException;

/// Takes a peer's CompressedCertificate apart (RFC 8879 4). Its sender is not authenticated yet, and a few bytes may claim to be megabytes:
/// whatever it says is held against our bounds before anything is allocated for it.
public final class Decompression {
    private Decompression() {}

    /// The Certificate message, compressed or not.
    ///
    /// @param exchange what we offered
    /// @param message  a Certificate or a CompressedCertificate, type and length included
    public static Certificate certificate(byte[] message, CertificateExchange exchange, Limits limits,
            MessageBounds bounds) {
        return switch (HandshakeMessage.read(message, bounds)) {
            case Certificate plain -> plain;
            case CompressedCertificate compressed ->
                Certificate.readBody(decompress(compressed, exchange, limits.certificateMessageBytes()), bounds);
            case HandshakeMessage other -> throw unexpected(other.type() + " where a certificate is due");
        };
    }

    private static byte[] decompress(CompressedCertificate message, CertificateExchange exchange, int mostBytes) {
        if (exchange.compressions().isEmpty()) {
            // RFC 9846 4: a message that was not negotiated: unexpected_message
            throw unexpected("a compressed certificate, and we did not offer to take one");
        }
        CertificateCompression compression = exchange.compressions().stream()
                .filter(offered -> offered.algorithm().equals(message.algorithm())).findFirst()
                // RFC 8879 4: MUST be one of the algorithms listed in the peer's compress_certificate extension
                .orElseThrow(() -> new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                        "a certificate compressed with " + message.algorithm() + ", which we did not offer"));
        if (message.uncompressedLength() > mostBytes) {
            // RFC 8879 4: enforce limits on the message size before performing decompression
            throw bad("a compressed certificate claims %d bytes, more than the limit of %d"
                    .formatted(message.uncompressedLength(), mostBytes));
        }
        try {
            byte[] body = compression.decompress(message.compressedCertificateMessage().toArray(),
                    message.uncompressedLength());
            if (body.length == message.uncompressedLength()) {
                return body;
            }
        } catch (DataFormatException malformed) {
            // Told below: RFC 8879 makes no difference.
        }
        // RFC 8879 4: cannot be decompressed, or the specified length does not match the actual length: bad_certificate
        throw bad("the compressed certificate does not unpack to the %d bytes that it claims"
                .formatted(message.uncompressedLength()));
    }

    private static TlsAlert bad(String sentence) {
        return new TlsAlert(AlertDescription.BAD_CERTIFICATE, Fault.PEER_MISBEHAVED, sentence);
    }

    private static TlsAlert unexpected(String sentence) {
        return new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED, sentence);
    }
}
