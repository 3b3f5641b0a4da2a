package dev.postern.tls.fuzz;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageSamples;

import java.util.List;
import java.util.Set;

/// Every handshake message. What is read is written back byte by byte: what a parser drops or reads in two ways, it could be led astray
/// with.
final class MessageTarget implements FuzzTarget {
    @Override
    public String name() {
        return "message";
    }

    @Override
    public String feed(byte[] input) {
        HandshakeMessage message;
        try {
            message = HandshakeMessage.read(input, MessageSamples.BOUNDS);
        } catch (TlsAlert alert) {
            return Findings.blamesThePeer(alert);
        }
        byte[] written = message.toByteArray();
        Findings.requireSame(message, HandshakeMessage.read(written, MessageSamples.BOUNDS), "the message read again");
        requireWhole(input, written);
        return message.getClass().getSimpleName();
    }

    /// A hello without its extensions field is the same as one with an empty field; else nothing may be lost.
    private static void requireWhole(byte[] input, byte[] written) {
        boolean emptyExtensions = written.length + 2 == input.length && input[input.length - 1] == 0
                && input[input.length - 2] == 0;
        if (!emptyExtensions) {
            Findings.requireSame(input, written, "the message written again");
        }
    }

    @Override
    public List<byte[]> seeds() {
        return MessageSamples.all().stream().map(HandshakeMessage::toByteArray).toList();
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("ClientHello", "ServerHello", "HelloRetryRequest", "EncryptedExtensions", "CertificateRequest",
                "Certificate", "CertificateVerify", "Finished", "NewSessionTicket", "EndOfEarlyData", "KeyUpdate",
                "decode_error", "illegal_parameter", "unexpected_message");
    }
}
