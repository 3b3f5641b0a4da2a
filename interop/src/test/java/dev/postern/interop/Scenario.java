package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.MemoryTickets;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.engine.Trust;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.interop.pki.TestAuthority;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.PskImporter;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// What the tests start from: whom both ends trust, and our configurations. One instance has one memory of tickets.
final class Scenario {
    /// Both ends trust it.
    static final TestAuthority AUTHORITY = new TestAuthority("Postern test root");
    /// Nobody does.
    static final TestAuthority STRANGER = new TestAuthority("Unknown root");

    /// Those without ML-KEM.
    static final List<NamedGroup> CLASSIC_GROUPS = List.of(NamedGroup.X25519, NamedGroup.SECP256R1,
            NamedGroup.SECP384R1, NamedGroup.SECP521R1);
    /// The hybrids with ML-KEM.
    static final List<NamedGroup> HYBRID_GROUPS = List.of(NamedGroup.X25519MLKEM768, NamedGroup.SECP256R1MLKEM768,
            NamedGroup.SECP384R1MLKEM1024);
    /// All of them.
    static final List<NamedGroup> ALL_GROUPS = groups(groups(CLASSIC_GROUPS, HYBRID_GROUPS),
            List.of(NamedGroup.MLKEM768, NamedGroup.MLKEM1024));

    static final EarlyDataPolicy EARLY_DATA = new EarlyDataPolicy(4096, true, Duration.ofSeconds(10));

    private static final Trust TRUST = new Trust(AUTHORITY);

    private final MemoryTickets tickets;

    Scenario() {
        this(Integer.MAX_VALUE);
    }

    /// @param mostEarlyBytes that a ticket says, whatever the client was told
    Scenario(int mostEarlyBytes) {
        this.tickets = new MemoryTickets(mostEarlyBytes);
    }

    static TlsServerConfig.Builder serverConfig() {
        return serverConfig(AUTHORITY.server(KeyKind.ECDSA_P256));
    }

    static TlsServerConfig.Builder serverConfig(Identity identity) {
        return TlsServerConfig.with(Engines.credential(identity));
    }

    /// A server that issues tickets.
    TlsServerConfig.Builder issuing() {
        return serverConfig().tickets(new TicketPolicy(2, 3600, 1, tickets));
    }

    /// A server that issues tickets for early data and takes it.
    TlsServerConfig.Builder takingEarlyData() {
        return issuing().earlyData(EARLY_DATA);
    }

    static List<NamedGroup> groups(List<NamedGroup> some, List<NamedGroup> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    static ServerSettings settings(TlsServerConfig config) {
        return ServerSettings.of(config, TRUST);
    }

    EngineServer server(ServerSettings... settings) {
        return new EngineServer(tickets, settings);
    }

    /// A key that both ends know, and what it is called.
    static final String PSK_HEX = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String PSK_IDENTITY = "postern";

    static ExternalPsk externalPsk() {
        return ExternalPsk.of(PSK_IDENTITY.getBytes(UTF_8), Secret.copyOf(HexFormat.of().parseHex(PSK_HEX)),
                HashAlgorithm.SHA256);
    }

    /// The same key as an importer derives others from it, with an empty context (RFC 9258), the one for SHA-256 first.
    static List<ExternalPsk> importedPsks() {
        return PskImporter.importPsk(PSK_IDENTITY.getBytes(UTF_8), Secret.copyOf(HexFormat.of().parseHex(PSK_HEX)),
                HashAlgorithm.SHA256, new byte[0], Engines.crypto());
    }

    static Trust trust() {
        return TRUST;
    }

    static TlsClientConfig.Builder clientConfig() {
        return TlsClientConfig.to("localhost");
    }

    static TlsClientConfig.Builder clientConfig(List<ClientSession> sessions) {
        return clientConfig().sessions(sessions);
    }

    /// What our end verifies with when the peer has such a key: ML-DSA only then, since nobody has it by default. The others stay, because
    /// the authority signs with one of them.
    static List<SignatureScheme> verifying(KeyKind kind) {
        return switch (kind) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521, RSA, RSA_PSS, ED25519 -> TlsServerConfig.DEFAULT_SCHEMES;
            case ML_DSA_44 -> with(SignatureScheme.MLDSA44);
            case ML_DSA_65 -> with(SignatureScheme.MLDSA65);
            case ML_DSA_87 -> with(SignatureScheme.MLDSA87);
        };
    }

    private static List<SignatureScheme> with(SignatureScheme scheme) {
        return Stream.concat(Stream.of(scheme), TlsServerConfig.DEFAULT_SCHEMES.stream()).toList();
    }

    /// How the names of the signature schemes begin that such a key can sign with.
    static String schemePrefix(KeyKind kind) {
        return switch (kind) {
            case ECDSA_P256 -> "ecdsa_secp256r1";
            case ECDSA_P384 -> "ecdsa_secp384r1";
            case ECDSA_P521 -> "ecdsa_secp521r1";
            case RSA -> "rsa_pss_rsae";
            case RSA_PSS -> "rsa_pss_pss";
            case ED25519 -> "ed25519";
            case ML_DSA_44 -> "mldsa44";
            case ML_DSA_65 -> "mldsa65";
            case ML_DSA_87 -> "mldsa87";
        };
    }

    /// Both ends completed the handshake and say the same about it.
    ///
    /// @param untold what the peer says nothing about, and must not
    static void assertAgreement(EngineJournal ours, PeerReport theirs, Set<PeerReport.Detail> untold) {
        SessionInfo session = ours.session();
        assertThat(theirs.tls13()).as(theirs.output()).isTrue();
        assertThat(theirs.suite()).as(theirs.output()).contains(session.cipherSuite().toString());
        assertThat(theirs.resumed()).as(theirs.output()).isEqualTo(session.resumed());
        assertTold(theirs.group(), session.group().toString(), !untold.contains(PeerReport.Detail.GROUP), theirs);
        assertTold(theirs.helloRetried(), session.helloRetried(), !untold.contains(PeerReport.Detail.HELLO_RETRY),
                theirs);
    }

    /// The peer says the same as we do, or, when it is silent about such things, nothing.
    static <T> void assertTold(Optional<T> theirs, T ours, boolean told, PeerReport report) {
        assertThat(theirs).as(report.output()).isEqualTo(told ? Optional.of(ours) : Optional.empty());
    }

    /// The peer counted as many key updates of ours, or, when it is silent about them, says nothing.
    static void assertKeyUpdatesReceived(PeerReport theirs, int ours, Set<PeerReport.Detail> untold) {
        assertThat(theirs.keyUpdatesReceived()).as(theirs.output())
                .isEqualTo(untold.contains(PeerReport.Detail.KEY_UPDATES_RECEIVED) ? OptionalInt.empty()
                        : OptionalInt.of(ours));
    }
}
