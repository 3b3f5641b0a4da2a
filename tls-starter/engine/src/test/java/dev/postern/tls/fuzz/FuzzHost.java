package dev.postern.tls.fuzz;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.CertificateShape;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.config.ClientHelloShape;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.KeyLog;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.pair.TestRandom;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A host and its visitors as a fuzzer's first two bytes want them, the same in every run: keys, clock and randomness are derived, not drawn.
/// Remembers every secret that the engines log, for the question whether one got out.
final class FuzzHost {
    // What the bits of the first byte mean, and then of the second.
    static final int CLIENT_CERTIFICATE = 1;
    static final int RETRY = 2;
    static final int COOKIE = 4;
    static final int RESUME = 8;
    static final int EARLY_DATA = 16;
    static final int REFUSE_EARLY_DATA = 32;
    static final int STRICT_ALPN = 64;
    static final int REFUSE_PEER = 128;
    /// The client's hello is encrypted, to the host's key...
    static final int ECH = 1 << 8;
    /// ...or to one that the host has forgotten.
    static final int ECH_OTHER_KEY = 1 << 9;
    /// What looks encrypted, but is not.
    static final int ECH_GREASE = 1 << 10;
    static final int EXTERNAL_PSK = 1 << 11;
    static final int GREASE = 1 << 12;
    /// Each end asks for all that may come with a certificate.
    static final int STAPLES = 1 << 13;

    private static final KeyPair KEYS = keys(3);
    private static final CertificateChain CHAIN = chain(PairSetup.NAME, KEYS);
    private static final String PUBLIC_NAME = "public.test";
    private static final ExternalPsk PSK = ExternalPsk.of(new byte[]{'p', 's', 'k'}, Secret.wrap(new byte[32]),
            HashAlgorithm.SHA256);
    private static final CertificateExchange EVERYTHING = CertificateExchange.DEFAULT.askForOcspResponse(true)
            .askForTimestamps(true).takeDelegatedCredentials(List.of(SignatureScheme.ED25519));
    private static final byte[] STAPLE = {0x30, 3, 10, 1, 0};

    private final List<byte[]> secrets = new ArrayList<>();
    private final PairSetup setup;
    private final int choices;
    private boolean logging;

    FuzzHost(CryptoProvider crypto, int choices) {
        this.choices = choices;
        Credential credential = LocalSigner.credential(CHAIN, KEYS.getPrivate(), crypto, new TestRandom(2))
                .stapledWith(Staples.ocsp(STAPLE));
        this.setup = new PairSetup(crypto, credential);
        EchKey known = EchKey.generate(crypto, new TestRandom(6), 7, PUBLIC_NAME, 40);
        EchKey forgotten = EchKey.generate(crypto, new TestRandom(7), 7, PUBLIC_NAME, 40);
        KeyLog log = (label, clientRandom, secret) -> remember(secret.expose());
        setup.server(server -> configure(server, log)).client(client -> configure(client, log, credential))
                .client(client -> client.ech(ech(has(ECH_OTHER_KEY) ? forgotten : known)));
        if (has(ECH) || has(ECH_OTHER_KEY) || has(ECH_GREASE)) {
            setup.echKeys(EchKeys.of(List.of(known)));
        }
    }

    /// The choices that an input begins with.
    static int choices(Script script) {
        return script.u8() | script.u8() << 8;
    }

    /// An input of these choices.
    static byte[] input(int choices, byte[] rest, int... decisions) {
        return Script.of(Script.of(rest, decisions), choices, choices >> 8);
    }

    /// Whether the client can be content with this host when nobody disturbs them.
    boolean suits() {
        return !has(REFUSE_PEER) && !has(ECH_OTHER_KEY);
    }

    /// What the host presents.
    static CertificateChain chain() {
        return CHAIN;
    }

    /// What somebody else presents.
    static CertificateChain strangers() {
        return chain("stranger.test", keys(4));
    }

    PairSetup setup() {
        return setup;
    }

    boolean has(int choice) {
        return (choices & choice) != 0;
    }

    WatchedEngine server() {
        logging = true;
        Peer<TlsServerEngine> peer = setup.newServer();
        answerPeers(peer);
        return new WatchedEngine(peer.engine(), peer.answers());
    }

    /// A client that has said nothing yet. With [#RESUME] it offers a ticket from an earlier, undisturbed connection of this host.
    WatchedEngine client() {
        List<ClientSession> sessions = has(RESUME) ? List.of(session()) : List.of();
        logging = true;
        Peer<TlsClientEngine> peer = setup
                .newClient(client -> client.sessions(sessions).earlyData(has(EARLY_DATA)));
        answerPeers(peer);
        return new WatchedEngine(peer.engine(), peer.answers());
    }

    /// No secret of ours is in what the engine sent, nor in what it told.
    void requireNoSecret(byte[] sent) {
        for (byte[] secret : secrets) {
            Findings.require(!Findings.contains(sent, secret), "a secret is on the wire");
        }
    }

    private void remember(byte[] secret) {
        if (logging) {
            secrets.add(secret.clone());
        }
    }

    private ClientSession session() {
        Peer<TlsServerEngine> issuer = setup.newServer();
        WatchedEngine server = new WatchedEngine(issuer.engine(), issuer.answers());
        Peer<TlsClientEngine> peer = setup.newClient(client -> client.ech(new ClientEch.Off()));
        WatchedEngine client = new WatchedEngine(peer.engine(), peer.answers());
        peer.engine().start(client.output());
        for (int round = 0; round < 4; round++) {
            server.receive(client.take());
            client.receive(server.take());
        }
        return client.events().stream().filter(TlsEvent.TicketReceived.class::isInstance)
                .map(TlsEvent.TicketReceived.class::cast).findFirst()
                .orElseThrow(() -> new AssertionError("no ticket: " + client.outcome() + ", " + server.outcome()))
                .session();
    }

    private void answerPeers(Peer<?> peer) {
        if (has(REFUSE_PEER)) {
            peer.answers().peers(question -> new PeerVerdict.Refused(
                    AlertDescription.UNKNOWN_CA, "nobody is trusted here"));
        }
    }

    private ClientEch ech(EchKey key) {
        if (has(ECH) || has(ECH_OTHER_KEY)) {
            return new ClientEch.Encrypt(EchConfigList.of(List.of(key.config())), ClientEch.Otherwise.FAIL);
        }
        return has(ECH_GREASE) ? new ClientEch.Grease() : new ClientEch.Off();
    }

    private TlsServerConfig.Builder configure(TlsServerConfig.Builder server, KeyLog log) {
        server.groups(has(RETRY)
                ? List.of(NamedGroup.SECP256R1)
                : List.of(NamedGroup.X25519, NamedGroup.SECP256R1));
        if (has(COOKIE)) {
            server.cookieKey(new byte[32]);
        }
        if (has(CLIENT_CERTIFICATE)) {
            server.clientAuthentication(ClientAuthentication.REQUIRE);
        }
        if (has(REFUSE_EARLY_DATA)) {
            server.earlyData(EarlyDataPolicy.OFF);
        }
        if (has(EXTERNAL_PSK)) {
            server.externalPsks(List.of(PSK));
        }
        if (has(STAPLES)) {
            server.certificates(EVERYTHING);
        }
        return server.requireApplicationProtocol(has(STRICT_ALPN)).keyLog(log);
    }

    private TlsClientConfig.Builder configure(TlsClientConfig.Builder client, KeyLog log, Credential credential) {
        client.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).keyShareGroups(List.of(NamedGroup.X25519));
        if (has(CLIENT_CERTIFICATE)) {
            client.credentials(List.of(credential));
        }
        if (has(EXTERNAL_PSK)) {
            client.externalPsks(List.of(PSK)).requireExternalPsk(false);
        }
        if (has(STAPLES)) {
            client.certificates(EVERYTHING);
        }
        return client.helloShape(new ClientHelloShape(has(GREASE), has(GREASE))).keyLog(log);
    }

    private static CertificateChain chain(String name, KeyPair keys) {
        return new CertificateChain(List.of(CertificateShape.named(name)
                .valid(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2046-01-01T00:00:00Z"))
                .selfSigned(keys)));
    }

    private static KeyPair keys(int seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new TestRandom(seed).asSecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
