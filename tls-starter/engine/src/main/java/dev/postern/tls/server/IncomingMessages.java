package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.Limits;
import dev.postern.tls.connection.Decompression;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.record.HandshakeBytes;

import java.util.Map;

/// Decodes what a client sends: only the message whose turn it is, so that an attacker reaches no decoder out of order.
final class IncomingMessages {
    private static final Map<Class<? extends HandshakeMessage>, HandshakeType> TYPES = Map.of(ClientHello.class,
            HandshakeType.CLIENT_HELLO, EndOfEarlyData.class, HandshakeType.END_OF_EARLY_DATA,
            CertificateVerify.class, HandshakeType.CERTIFICATE_VERIFY, Finished.class, HandshakeType.FINISHED);

    private final Limits limits;
    private final MessageBounds bounds;

    IncomingMessages(Limits limits) {
        this.limits = limits;
        this.bounds = new MessageBounds(limits.extensions(), limits.keyShares(), limits.pskIdentities(),
                limits.certificateChainLength());
    }

    /// @throws TlsAlert `unexpected_message` for any other type
    <M extends HandshakeMessage> M read(HandshakeBytes message, Class<M> expected, ServerState state) {
        HandshakeType type = TYPES.get(expected);
        if (type == null || message.type() != type.code()) {
            throw unexpected(message, state);
        }
        return expected.cast(HandshakeMessage.read(message.message(), bounds));
    }

    /// An inner ClientHello, which came in no record of its own.
    ClientHello readHello(byte[] message) {
        return (ClientHello) HandshakeMessage.read(message, bounds);
    }

    /// A Certificate, compressed or not.
    ///
    /// @param exchange what we offered
    Certificate readCertificate(HandshakeBytes message, CertificateExchange exchange, ServerState state) {
        if (message.type() != HandshakeType.CERTIFICATE.code()
                && message.type() != HandshakeType.COMPRESSED_CERTIFICATE.code()) {
            throw unexpected(message, state);
        }
        return Decompression.certificate(message.message(), exchange, limits, bounds);
    }

    static TlsAlert unexpected(HandshakeBytes message, ServerState state) {
        return new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED, "a %s came in state %s"
                .formatted(new HandshakeType(message.type()), state.getClass().getSimpleName()));
    }
}
