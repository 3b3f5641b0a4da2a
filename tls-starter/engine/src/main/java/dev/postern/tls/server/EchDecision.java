package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchOpening;
import dev.postern.tls.extension.EchClientHelloInner;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.ClientHelloOuter;
import dev.postern.tls.message.EncodedClientHelloInner;
import dev.postern.tls.record.HandshakeBytes;

import java.util.Optional;
import java.util.function.Supplier;

/// Which hello counts: the one that everybody sees, or the one encrypted in it (RFC 9849 7.1). Decided before anything else is.
///
/// With keys, this server faces the clients and answers their inner hellos itself. Without, it may stand behind one that does and hands
/// inner hellos on; an outer one then is nothing to it.
final class EchDecision {
    private final CryptoProvider crypto;
    private final EchKeys keys;
    private final IncomingMessages messages;

    EchDecision(CryptoProvider crypto, EchKeys keys, IncomingMessages messages) {
        this.crypto = crypto;
        this.keys = keys;
        this.messages = messages;
    }

    /// The hello that counts, of those in a first ClientHello.
    ///
    /// @param whole reads the message as the one hello that it is otherwise
    ReceivedHello first(HandshakeBytes message, Supplier<ReceivedHello> whole) {
        Optional<ClientHelloOuter> outer = keys.isEmpty() ? Optional.empty() : outer(message);
        return outer.flatMap(this::open)
                .map(opening -> inner(message, opening.firstInner(), new EchOutcome.Accepted(opening)))
                .orElseGet(() -> notOpened(whole.get()));
    }

    /// The hello that counts, of those in a second ClientHello.
    ///
    /// @param first the one that counted
    /// @param whole reads the message as the one hello that it is otherwise
    ReceivedHello second(ReceivedHello first, HandshakeBytes message, Supplier<ReceivedHello> whole) {
        if (first.ech() instanceof EchOutcome.Accepted(EchOpening opening)) {
            ClientHelloOuter outer = outer(message)
                    // RFC 9849 7.1.1: without the extension: missing_extension
                    .orElseThrow(() -> HelloChecks.missing(ExtensionType.ENCRYPTED_CLIENT_HELLO));
            return inner(message, openSecond(outer, opening), first.ech());
        }
        ReceivedHello received = whole.get();
        if (isInner(received) != first.ech() instanceof EchOutcome.Forwarded) {
            throw HelloChecks.illegal("the second ClientHello is an inner or an outer one where the first was not");
        }
        // RFC 9849 7.1.1: the server does not decrypt the second ClientHello's payload
        return received.with(first.ech());
    }

    private static Optional<ClientHelloOuter> outer(HandshakeBytes message) {
        return message.type() == HandshakeType.CLIENT_HELLO.code()
                ? ClientHelloOuter.of(message.message())
                : Optional.empty();
    }

    private ReceivedHello notOpened(ReceivedHello received) {
        if (isInner(received)) {
            if (!keys.isEmpty()) {
                // RFC 9849 7: such a ClientHello should never be received directly from the network: illegal_parameter
                throw HelloChecks.illegal("an inner ClientHello came without an outer one");
            }
            return received.with(new EchOutcome.Forwarded());
        }
        // RFC 9849 7.1: if all candidate values fail to decrypt the extension, the server MUST ignore it
        return received.message().extensions().has(ExtensionType.ENCRYPTED_CLIENT_HELLO)
                ? received.with(new EchOutcome.Rejected(keys.published()))
                : received;
    }

    private static boolean isInner(ReceivedHello received) {
        return received.message().extensions().find(EchClientHelloInner.class).isPresent();
    }

    private Optional<EchOpening> open(ClientHelloOuter outer) {
        EchClientHelloOuter ech = outer.ech();
        return keys.open(crypto, ech.configId(), ech.kdf(), ech.aead(), ech.enc().toArray(), outer.additionalData(),
                ech.payload().toArray());
    }

    private static byte[] openSecond(ClientHelloOuter outer, EchOpening opening) {
        EchClientHelloOuter ech = outer.ech();
        if (!opening.isFor(ech.configId(), ech.kdf(), ech.aead()) || !ech.enc().isEmpty()) {
            // RFC 9849 7.1.1: cipher_suite and config_id unchanged, and enc empty, else illegal_parameter
            throw HelloChecks.illegal("the second ClientHello is encrypted to another key");
        }
        return opening.openSecond(outer.additionalData(), ech.payload().toArray())
                // RFC 9849 7.1.1: if decryption fails: decrypt_error
                .orElseThrow(() -> new TlsAlert(AlertDescription.DECRYPT_ERROR, Fault.PEER_MISBEHAVED,
                        "the second inner ClientHello does not open"));
    }

    private ReceivedHello inner(HandshakeBytes outer, byte[] encoded, EchOutcome outcome) {
        byte[] bytes = EncodedClientHelloInner.decode(encoded, outer.message());
        ClientHello message = messages.readHello(bytes);
        if (message.extensions().find(EchClientHelloInner.class).isEmpty() || offersOlderVersions(message)) {
            // RFC 9849 7.1: a well-formed extension of type inner, and no TLS 1.2 or below, else illegal_parameter
            throw HelloChecks.illegal("the inner ClientHello does not say that it is one, or offers older versions");
        }
        return new ReceivedHello(message, bytes, outcome);
    }

    private static boolean offersOlderVersions(ClientHello hello) {
        return hello.extensions().find(OfferedVersions.class)
                .map(offered -> offered.versions().stream().anyMatch(EchDecision::isOlder)).orElse(true);
    }

    private static boolean isOlder(ProtocolVersion version) {
        return version.code() >= 0x0300 && version.code() < ProtocolVersion.TLS_1_3.code();
    }
}
