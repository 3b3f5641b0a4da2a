package dev.postern.tls.message;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// A handshake message (RFC 9846 4).
public sealed interface HandshakeMessage
        permits ClientHello, ServerHello, HelloRetryRequest, EncryptedExtensions, CertificateRequest, Certificate,
        CompressedCertificate, CertificateVerify, Finished, NewSessionTicket, EndOfEarlyData, KeyUpdate {

    HandshakeType type();

    /// Writes the message without its type and length.
    void writeBody(WireWriter out);

    /// The message with its type and length: what goes into records and into the transcript.
    default byte[] toByteArray() {
        return new WireWriter().u8(type().code()).vector24(this::writeBody).toByteArray();
    }

    /// Reads one whole message, type and length included.
    static HandshakeMessage read(byte[] message, MessageBounds bounds) {
        WireReader in = new WireReader(message);
        HandshakeType type = new HandshakeType(in.u8());
        HandshakeMessage read = in.vector24(0, 0xffffff, body -> readBody(type, body, bounds));
        in.end();
        return read;
    }

    private static HandshakeMessage readBody(HandshakeType type, WireReader in, MessageBounds bounds) {
        return switch (type.code()) {
            case 1 -> ClientHello.read(in, bounds);
            case 2 -> ServerHello.readEither(in, bounds);
            case 4 -> NewSessionTicket.read(in, bounds);
            case 5 -> new EndOfEarlyData();
            case 8 -> EncryptedExtensions.read(in, bounds);
            case 11 -> Certificate.read(in, bounds);
            case 13 -> CertificateRequest.read(in, bounds);
            case 15 -> CertificateVerify.read(in);
            case 20 -> Finished.read(in);
            case 24 -> KeyUpdate.read(in);
            case 25 -> CompressedCertificate.read(in);
            // RFC 9846 4: message_hash never appears on the wire, and nobody may send what was not negotiated
            default -> throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "a handshake message of the unknown type " + type);
        };
    }
}
