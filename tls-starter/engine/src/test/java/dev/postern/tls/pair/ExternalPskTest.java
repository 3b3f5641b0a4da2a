package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.ServerPreferences;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.PskImporter;
import dev.postern.tls.psk.TicketVerdict;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;

/// Keys that both ends got outside of TLS, between our two ends.
class ExternalPskTest {
    private static final byte[] NAME = "sensor 7".getBytes(StandardCharsets.US_ASCII);

    private final PairSetup setup = new PairSetup();
    private final ExternalPsk psk = psk(HashAlgorithm.SHA256, 1);

    private static ExternalPsk psk(HashAlgorithm hash, int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return ExternalPsk.of(NAME, Secret.wrap(key), hash);
    }

    private List<ExternalPsk> imported(byte[] context) {
        return PskImporter.importPsk(NAME, Secret.wrap(new byte[32]), HashAlgorithm.SHA256, context, setup.crypto());
    }

    private static SessionInfo atServer(Pair pair) {
        return pair.server().engine().session().orElseThrow();
    }

    private static SessionInfo atClient(Pair pair) {
        return pair.client().engine().session().orElseThrow();
    }

    private Pair pair(List<ExternalPsk> atClient, List<ExternalPsk> atServer) {
        setup.server(server -> server.externalPsks(atServer));
        return setup.pair(client -> client.externalPsks(atClient));
    }

    private static void assertFailed(Pair pair, AlertDescription alert) {
        assertThat(pair.client().failure().orElseThrow().description()).isEqualTo(alert);
        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(alert);
    }

    private static void assertByPsk(Pair pair) {
        assertConnected(pair);
        assertThat(atServer(pair).peerIdentity()).isEqualTo(new PskHolder(NAME));
        assertThat(atClient(pair).peerIdentity()).isEqualTo(new PskHolder(NAME));
        assertThat(atServer(pair).localChain().isEmpty()).isTrue();
        assertThat(atServer(pair).signatureScheme()).isNull();
    }

    @Test
    void proveBothEnds() {
        Pair pair = pair(List.of(psk), List.of(psk)).handshake();

        assertByPsk(pair);
        assertThat(atServer(pair).resumed()).isFalse();
        assertThat(pair.server().answers().asked()).containsExactly("ChooseConfig");
        assertThat(pair.client().answers().asked()).isEmpty();
    }

    @Test
    void needNoCertificateAtAll() {
        setup.server(server -> server.externalPsks(List.of(psk)).credentials(List.of()));

        assertByPsk(setup.pair(client -> client.externalPsks(List.of(psk))).handshake());
    }

    @Test
    void lastLongerThanAConnection() {
        assertByPsk(pair(List.of(psk), List.of(psk)).handshake());
        assertByPsk(pair(List.of(psk), List.of(psk)).handshake());
        assertThat(psk.key().isDestroyed()).isFalse();
    }

    @Test
    void goThroughAHelloRetryRequest() {
        setup.server(server -> server.externalPsks(List.of(psk)));
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk)).keyShareGroups(List.of())).handshake();

        assertByPsk(pair);
        assertThat(atServer(pair).helloRetried()).isTrue();
    }

    @Test
    void takeThePlaceOfClientCertificates() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));

        assertByPsk(pair(List.of(psk), List.of(psk)).handshake());
    }

    @Test
    void giveWayToACertificateWhereTheHostPrefersOne() {
        setup.server(server -> server.preferences(ServerPreferences.DEFAULT.pskBeforeCertificate(false)));
        Pair both = setup.server(server -> server.externalPsks(List.of(psk)))
                .pair(client -> client.externalPsks(List.of(psk)).requireExternalPsk(false)).handshake();

        assertConnected(both);
        assertThat(atClient(both).peerIdentity())
                .isEqualTo(setup.serverConfig().credentials().getFirst().identity());
        assertByPsk(pair(List.of(psk), List.of(psk)).handshake());
    }

    @Test
    void ofAStoreGiveWayToo() {
        setup.server(server -> server.externalPskLookup(true)
                .preferences(ServerPreferences.DEFAULT.pskBeforeCertificate(false)));
        Pair both = setup.pair(client -> client.externalPsks(List.of(psk)).requireExternalPsk(false));
        both.server().answers().tickets(identity -> new TicketVerdict.External(psk));
        Pair alone = setup.pair(client -> client.externalPsks(List.of(psk)));
        alone.server().answers().tickets(identity -> new TicketVerdict.External(psk));

        assertConnected(both.handshake());
        assertThat(atClient(both).signatureScheme()).isNotNull();
        assertByPsk(alone.handshake());
    }

    @Test
    void areFoundByTheAnswerOfAStore() {
        setup.server(server -> server.externalPskLookup(true).credentials(List.of()));
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk)));
        pair.server().answers().tickets(name -> psk.isNamed(name)
                ? new TicketVerdict.External(psk)
                : new TicketVerdict.Unusable("not here"));
        pair.handshake();

        assertByPsk(pair);
        assertThat(pair.server().answers().asked()).containsExactly("ChooseConfig", "OpenTicket");
    }

    /// CVE-2025-11932's place: the binder is what proves that the client knows the key.
    @Test
    void areRefusedWithAnotherKeyUnderTheirName() {
        assertFailed(pair(List.of(psk(HashAlgorithm.SHA256, 2)), List.of(psk)).handshake(),
                AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void areNotTakenAsTheyAreByWhoImportsThem() {
        ExternalPsk importedName = imported(new byte[0]).getFirst();
        ExternalPsk asItIs = ExternalPsk.of(importedName.identity(), importedName.key(), HashAlgorithm.SHA256);

        assertFailed(pair(List.of(asItIs), List.of(importedName)).handshake(), AlertDescription.DECRYPT_ERROR);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 2)
    void areUsedWithTheirHashAlone() {
        ExternalPsk sha384 = psk(HashAlgorithm.SHA384, 1);
        setup.server(server -> server.externalPsks(List.of(sha384)).credentials(List.of()));
        Pair other = setup.pair(client -> client.externalPsks(List.of(sha384))
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256))).handshake();
        Pair right = setup.pair(client -> client.externalPsks(List.of(sha384))
                .cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384))).handshake();

        assertFailed(other, AlertDescription.HANDSHAKE_FAILURE);
        assertByPsk(right);
    }

    @Test
    void leadTheChoiceOfTheCipherSuite() {
        ExternalPsk sha384 = psk(HashAlgorithm.SHA384, 1);
        Pair pair = pair(List.of(sha384), List.of(sha384)).handshake();

        assertByPsk(pair);
        assertThat(atServer(pair).cipherSuite()).isEqualTo(CipherSuite.TLS_AES_256_GCM_SHA384);
    }

    @Test
    void areImportedForEitherHash() {
        List<ExternalPsk> both = imported(new byte[0]);
        for (CipherSuite suite : List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384)) {
            setup.server(server -> server.externalPsks(both).cipherSuites(List.of(suite)));
            Pair pair = setup.pair(client -> client.externalPsks(both)).handshake();

            assertByPsk(pair);
            assertThat(atServer(pair).cipherSuite()).isEqualTo(suite);
        }
    }

    /// "Selfie" (RFC 9257 4.1): the attacker carries a client's messages to the server of the same node, which knows the key, too.
    @Test
    @Attack(30)
    void withRolesAreNotReflectedToTheirOwner() {
        List<ExternalPsk> asClient = imported(PskImporter.roles("a", "b"));
        List<ExternalPsk> asServer = imported(PskImporter.roles("b", "a"));

        assertByPsk(pair(asClient, imported(PskImporter.roles("a", "b"))).handshake());
        assertThat(pair(asClient, asServer).handshake().server().failure()).isPresent();
    }

    /// What the roles are for: without them the reflected client talks to itself, and is none the wiser.
    @Test
    void withoutRolesAreReflected() {
        List<ExternalPsk> either = imported(new byte[0]);

        assertByPsk(pair(either, either).handshake());
    }

    @Test
    void areNotReplacedByACertificate() {
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk))).handshake();

        assertThat(pair.client().failure().or(pair.server()::failure).orElseThrow().description())
                .isEqualTo(AlertDescription.MISSING_EXTENSION);
        assertThat(pair.client().answers().asked()).isEmpty();
    }

    @Test
    void areReplacedByACertificateWhereTheClientSaysSo() {
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk)).requireExternalPsk(false)).handshake();

        assertConnected(pair);
        assertThat(atClient(pair).peerChain()).isEqualTo(atServer(pair).localChain());
        assertThat(pair.client().answers().asked()).containsExactly("VerifyPeer");
    }

    @Test
    void areRememberedByTickets() {
        setup.server(server -> server.externalPsks(List.of(psk)).clientAuthentication(ClientAuthentication.REQUIRE));
        setup.client(client -> client.externalPsks(List.of(psk)));
        Pair resumed = setup.resuming(setup.session()).handshake();

        assertByPsk(resumed);
        assertThat(atServer(resumed).resumed()).isTrue();
    }

    /// CVE-2025-68121, for keys instead of authorities.
    /// A key that leaked is taken out of the configuration, and what it proved goes with it.
    @Test
    void leaveNoTicketBehindForAServerThatHasThemNoMore() {
        setup.server(server -> server.externalPsks(List.of(psk)));
        setup.client(client -> client.externalPsks(List.of(psk)).requireExternalPsk(false));
        ClientSession session = setup.session();
        setup.server(server -> server.externalPsks(List.of()));

        Pair pair = setup.pair(client -> client.sessions(List.of(session))).handshake();
        assertConnected(pair);
        assertThat(atServer(pair).resumed()).isFalse();
        assertThat(atServer(pair).peerIdentity().isEmpty()).isTrue();
    }

    @Test
    void leaveNoTicketBehindForAClientThatHasThemNoMore() {
        setup.server(server -> server.externalPsks(List.of(psk)));
        setup.client(client -> client.externalPsks(List.of(psk)));
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.externalPsks(List.of()).sessions(List.of(session))).handshake();

        assertConnected(pair);
        assertThat(atServer(pair).resumed()).isFalse();
        assertThat(atClient(pair).peerIdentity().chain().isEmpty()).isFalse();
    }

    @Test
    void areNoPlaceForATicketThatACertificateProved() {
        ClientSession session = setup.session();
        setup.server(server -> server.externalPsks(List.of(psk)));
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk)).sessions(List.of(session))).handshake();

        assertByPsk(pair);
        assertThat(atServer(pair).resumed()).isFalse();
    }

    @Test
    void carryNoEarlyData() {
        setup.server(server -> server.externalPsks(List.of(psk)));
        Pair pair = setup.pair(client -> client.externalPsks(List.of(psk)).earlyData(true));
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().earlyDataCapacity()).isZero();
        assertByPsk(pair.exchange());
        assertThat(atServer(pair).earlyData()).isEqualTo(EarlyDataReason.NOT_OFFERED);
    }
}
