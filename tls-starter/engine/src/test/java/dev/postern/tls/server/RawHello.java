package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A ClientHello that a test puts together. Starts as one that nobody can complain about; each method changes one thing.
record RawHello(ProtocolVersion legacyVersion, Bytes random, Bytes sessionId, List<CipherSuite> suites,
        Bytes compression, List<Extension> extensions, List<RawTicket> tickets, long ticketAgeOffsetMillis) {

    static RawHello of(byte[] random, String serverName) {
        return new RawHello(ProtocolVersion.TLS_1_2, Bytes.copyOf(random), Bytes.copyOf(new byte[32]),
                List.of(CipherSuite.TLS_AES_128_GCM_SHA256), ClientHello.NULL_COMPRESSION,
                List.of(new ServerName(serverName), new OfferedVersions(List.of(ProtocolVersion.TLS_1_3)),
                        new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)),
                        new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
                        new ApplicationProtocols(List.of("h2")),
                        new PskKeyExchangeModes(List.of(PskKeyExchangeMode.PSK_DHE_KE))),
                List.of(), 0);
    }

    RawHello legacyVersion(int code) {
        return new RawHello(new ProtocolVersion(code), random, sessionId, suites, compression, extensions, tickets,
                ticketAgeOffsetMillis);
    }

    RawHello suites(CipherSuite... value) {
        return new RawHello(legacyVersion, random, sessionId, List.of(value), compression, extensions, tickets,
                ticketAgeOffsetMillis);
    }

    RawHello sessionId(byte[] value) {
        return new RawHello(legacyVersion, random, Bytes.copyOf(value), suites, compression, extensions, tickets,
                ticketAgeOffsetMillis);
    }

    RawHello compression(int... methods) {
        byte[] bytes = new byte[methods.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) methods[i];
        }
        return new RawHello(legacyVersion, random, sessionId, suites, Bytes.copyOf(bytes), extensions, tickets,
                ticketAgeOffsetMillis);
    }

    /// Instead of the one of its type, or at the end.
    RawHello with(Extension extension) {
        List<Extension> changed = new ArrayList<>(extensions);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).type().equals(extension.type())) {
                changed.set(i, extension);
                return extensions(changed);
            }
        }
        changed.add(extension);
        return extensions(changed);
    }

    RawHello without(ExtensionType type) {
        return extensions(extensions.stream().filter(extension -> !extension.type().equals(type)).toList());
    }

    RawHello offering(RawTicket... value) {
        return new RawHello(legacyVersion, random, sessionId, suites, compression, extensions, List.of(value),
                ticketAgeOffsetMillis);
    }

    /// Says that its tickets are older than they are; negative for younger.
    RawHello ticketsOlderBy(long millis) {
        return new RawHello(legacyVersion, random, sessionId, suites, compression, extensions, tickets, millis);
    }

    boolean has(ExtensionType type) {
        return extensions.stream().anyMatch(extension -> extension.type().equals(type));
    }

    /// The message, with the binders of its tickets.
    ///
    /// @param before what went before it
    byte[] bound(TranscriptHash before, KeySchedulePrimitives primitives, long nowMillis) {
        // What a binder covers does not depend on binders.
        List<Bytes> zeros = Collections.nCopies(tickets.size(), Bytes.copyOf(new byte[32]));
        ClientHello unbound = withBinders(zeros, nowMillis);
        byte[] bytes = unbound.toByteArray();
        byte[] hash = before.currentWith(bytes, 0, bytes.length - unbound.bindersLengthBytes());
        List<Bytes> binders = new ArrayList<>();
        for (RawTicket ticket : tickets) {
            EarlySecret early = EarlySecret.withPsk(primitives, ticket.secret(), SecretLog.OFF);
            binders.add(Bytes.copyOf(ticket.binder(early, hash)));
        }
        return withBinders(binders, nowMillis).toByteArray();
    }

    ClientHello withBinders(List<Bytes> binders, long nowMillis) {
        List<Extension> all = new ArrayList<>(extensions);
        if (!tickets.isEmpty()) {
            all.add(new OfferedPsks(tickets.stream().map(ticket -> identity(ticket, nowMillis)).toList(), binders));
        }
        return new ClientHello(legacyVersion, random, sessionId, suites, compression, new ExtensionBlock(all));
    }

    private PskIdentity identity(RawTicket ticket, long nowMillis) {
        long ageMillis = nowMillis - ticket.receivedAtMillis() + ticketAgeOffsetMillis;
        return new PskIdentity(Bytes.copyOf(ticket.identity()), (int) ageMillis + ticket.ageAdd());
    }

    private RawHello extensions(List<Extension> value) {
        return new RawHello(legacyVersion, random, sessionId, suites, compression, value, tickets,
                ticketAgeOffsetMillis);
    }
}
