package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.PinnedKeys;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.certificate.TrustedCertificates;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// Bare keys instead of certificates (RFC 7250), between our two ends.
class RawPublicKeyTest {
    private static final List<CertificateType> RAW_ALONE = List.of(CertificateType.RAW_PUBLIC_KEY);
    private static final List<CertificateType> BOTH = List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X509);

    private final PairSetup setup = new PairSetup();
    private final Credential certificate = setup.serverConfig().credentials().getFirst();
    private final Credential rawKey = TestCredentials.rawKey(setup.crypto());

    private static SessionInfo atServer(Pair pair) {
        return pair.server().engine().session().orElseThrow();
    }

    private static SessionInfo atClient(Pair pair) {
        return pair.client().engine().session().orElseThrow();
    }

    private static void judgedBy(Peer<?> peer, PinnedKeys pins) {
        peer.answers().peers(question -> pins.verify(question.identity()));
    }

    private static PinnedKeys pin(Credential credential) {
        return new PinnedKeys(List.of(((RawPublicKey) credential.identity()).sha256()));
    }

    private static void assertFailed(Pair pair, AlertDescription alert) {
        assertThat(pair.client().failure().orElseThrow().description()).isEqualTo(alert);
        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(alert);
    }

    private Pair rawServer() {
        setup.server(server -> server.credentials(List.of(rawKey)));
        return setup.pair(client -> client.serverCertificateTypes(RAW_ALONE));
    }

    private Pair rawClient(Credential... credentials) {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE)
                .clientCertificateTypes(RAW_ALONE));
        return setup.pair(client -> client.credentials(List.of(credentials)));
    }

    @Test
    void provesWhoTheServerIs() {
        Pair pair = rawServer();
        judgedBy(pair.client(), pin(rawKey));
        pair.handshake();

        assertConnected(pair);
        assertThat(atClient(pair).peerIdentity()).isEqualTo(rawKey.identity());
        assertThat(atClient(pair).peerChain().isEmpty()).isTrue();
        assertThat(atServer(pair).localIdentity()).isEqualTo(rawKey.identity());
        assertThat(pair.client().answers().asked()).containsExactly("VerifyPeer");
    }

    @Test
    void provesWhoTheClientIs() {
        Pair pair = rawClient(certificate, rawKey);
        judgedBy(pair.server(), pin(rawKey));
        pair.handshake();

        assertConnected(pair);
        assertThat(atServer(pair).peerIdentity()).isEqualTo(rawKey.identity());
        assertThat(atClient(pair).localIdentity()).isEqualTo(rawKey.identity());
    }

    /// CVE-2024-12797: a client took the raw public key of anybody.
    @Test
    @Attack(20)
    void ofAStrangerIsRefused() {
        Pair pair = rawServer();
        judgedBy(pair.client(), pin(TestCredentials.rawKey(setup.crypto())));
        pair.handshake();

        assertFailed(pair, AlertDescription.CERTIFICATE_UNKNOWN);
    }

    /// CVE-2024-12797, the same through a judge that knows certificates alone.
    @Test
    @Attack(20)
    void isNotTrustedByWhoTrustsCertificates() {
        Pair pair = rawServer();
        TrustedCertificates trusted = new TrustedCertificates(Set.of(certificate.chain().leaf()));
        pair.client().answers()
                .peers(peer -> trusted.verifyServer(peer.identity(), PairSetup.NAME, setup.clock().currentMillis()));
        pair.handshake();

        assertFailed(pair, AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void isShownOnlyToAClientThatTakesIt() {
        setup.server(server -> server.credentials(List.of(rawKey, certificate)));
        Pair plain = setup.pair().handshake();
        Pair raw = setup.pair(client -> client.serverCertificateTypes(BOTH)).handshake();

        assertThat(atClient(plain).peerIdentity()).isEqualTo(certificate.identity());
        assertThat(atClient(raw).peerIdentity()).isEqualTo(rawKey.identity());
    }

    @Test
    void yieldsToACertificateThatTheServerPrefers() {
        setup.server(server -> server.credentials(List.of(certificate, rawKey)));
        Pair pair = setup.pair(client -> client.serverCertificateTypes(BOTH)).handshake();

        assertThat(atClient(pair).peerIdentity()).isEqualTo(certificate.identity());
    }

    @Test
    void isOfNoUseToAClientThatTakesCertificatesAlone() {
        setup.server(server -> server.credentials(List.of(rawKey)));

        assertFailed(setup.pair().handshake(), AlertDescription.HANDSHAKE_FAILURE);
    }

    @Test
    void isMissedByAClientThatTakesNothingElse() {
        assertFailed(setup.pair(client -> client.serverCertificateTypes(RAW_ALONE)).handshake(),
                AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void isMissedByAServerThatTakesNothingElse() {
        assertFailed(rawClient(certificate).handshake(), AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void goesThroughAHelloRetryRequest() {
        setup.server(server -> server.credentials(List.of(rawKey)));
        Pair pair = setup.pair(client -> client.serverCertificateTypes(BOTH).keyShareGroups(List.of())).handshake();

        assertConnected(pair);
        assertThat(atClient(pair).helloRetried()).isTrue();
        assertThat(atClient(pair).peerIdentity()).isEqualTo(rawKey.identity());
    }

    @Test
    void isRememberedByTickets() {
        setup.server(server -> server.credentials(List.of(rawKey)).clientAuthentication(ClientAuthentication.REQUIRE)
                .clientCertificateTypes(BOTH));
        setup.client(client -> client.serverCertificateTypes(BOTH).credentials(List.of(rawKey)));
        Pair resumed = setup.resuming(setup.session()).handshake();

        assertConnected(resumed);
        assertThat(atServer(resumed).resumed()).isTrue();
        assertThat(atServer(resumed).peerIdentity()).isEqualTo(rawKey.identity());
        assertThat(atClient(resumed).peerIdentity()).isEqualTo(rawKey.identity());
    }

    @Test
    void resumesNothingOnceTheServerTakesCertificatesAlone() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST)
                .clientCertificateTypes(BOTH));
        setup.client(client -> client.credentials(List.of(rawKey)));
        ClientSession session = setup.session();
        setup.server(server -> server.clientCertificateTypes(List.of(CertificateType.X509)));
        setup.client(client -> client.clientCertificateTypes(BOTH));
        Pair pair = setup.resuming(session).handshake();

        assertConnected(pair);
        assertThat(atServer(pair).resumed()).isFalse();
        assertThat(atServer(pair).peerIdentity().isEmpty()).isTrue();
    }

    @Test
    void isNoTicketForAClientThatTakesCertificatesAlone() {
        setup.server(server -> server.credentials(List.of(rawKey, certificate)));
        setup.client(client -> client.serverCertificateTypes(BOTH));
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.serverCertificateTypes(List.of(CertificateType.X509))
                .sessions(List.of(session))).handshake();

        assertConnected(pair);
        assertThat(pair.server().answers().asked()).doesNotContain("OpenTicket");
        assertThat(atClient(pair).peerIdentity()).isEqualTo(certificate.identity());
    }
}
