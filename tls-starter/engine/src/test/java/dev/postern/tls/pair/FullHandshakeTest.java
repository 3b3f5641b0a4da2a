package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.bc.BcCryptoProvider;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Handshakes with a certificate, between our two ends.
class FullHandshakeTest {
    private final PairSetup setup = new PairSetup();

    static List<CipherSuite> suites() {
        return TlsServerConfig.DEFAULT_CIPHER_SUITES;
    }

    static Set<NamedGroup> groups() {
        return new JdkCryptoProvider().groups();
    }

    static List<SignatureScheme> schemes() {
        return TlsServerConfig.DEFAULT_SCHEMES.stream().filter(scheme -> !scheme.toString().contains("pss_pss"))
                .toList();
    }

    static Stream<CryptoProvider> providers() {
        return Stream.of(new JdkCryptoProvider(), new BcCryptoProvider());
    }

    @Test
    void tellsBothSidesTheSame() {
        Pair pair = setup.pair().handshake();

        SessionInfo client = pair.client().engine().session().orElseThrow();
        SessionInfo server = pair.server().engine().session().orElseThrow();
        assertConnected(pair);
        assertThat(client.cipherSuite()).isEqualTo(server.cipherSuite())
                .isEqualTo(CipherSuite.TLS_AES_128_GCM_SHA256);
        assertThat(client.group()).isEqualTo(server.group()).isEqualTo(NamedGroup.X25519MLKEM768);
        assertThat(client.signatureScheme()).isEqualTo(server.signatureScheme())
                .isEqualTo(SignatureScheme.ECDSA_SECP256R1_SHA256);
        assertThat(client.serverName()).isEqualTo(server.serverName()).isEqualTo(PairSetup.NAME);
        assertThat(client.applicationProtocol()).isEqualTo(server.applicationProtocol()).isEqualTo("h2");
        assertThat(client.resumed()).isEqualTo(server.resumed()).isFalse();
        assertThat(client.helloRetried()).isEqualTo(server.helloRetried()).isFalse();
        assertThat(client.peerChain()).isEqualTo(server.localChain());
        assertThat(client.peerChain().certificates()).hasSize(1);
        assertThat(pair.server().answers().asked()).containsExactly("ChooseConfig", "Sign");
        assertThat(pair.client().answers().asked()).containsExactly("VerifyPeer");
    }

    @Test
    @Rfc(number = 9846, section = "2", clause = 2)
    void noEndSendsApplicationDataBeforeItsFinished() {
        Pair pair = setup.pair();
        pair.client().answersLate();
        pair.server().answersLate();
        pair.client().engine().start(pair.client().out());
        assertThat(pair.client().engine().canSend()).as("behind its hello").isFalse();
        do {
            assertThat(pair.server().engine().canSend()).as("within the handshake").isFalse();
            pair.carryToServer();
        } while (pair.server().answerOne());
        pair.carryToClient();
        assertThat(pair.client().engine().pause()).as("it has the server's Finished and asks who that is").isPresent();
        assertThatThrownBy(() -> pair.client().send("before its Finished")).isInstanceOf(IllegalStateException.class);

        pair.exchange();
        pair.client().send("behind its Finished");
        pair.exchange();
        assertThat(pair.server().inbox().text()).isEqualTo("behind its Finished");
    }

    @ParameterizedTest
    @MethodSource("suites")
    @Rfc(number = 9846, section = "9.1", clause = 1)
    void worksWithEverySuite(CipherSuite suite) {
        Pair pair = setup.pair(client -> client.cipherSuites(List.of(suite))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().cipherSuite()).isEqualTo(suite);
    }

    @ParameterizedTest
    @MethodSource("groups")
    @Rfc(number = 9846, section = "2", clause = 1)
    @Rfc(number = 9846, section = "4.3.8", clause = 10)
    @Rfc(number = 9846, section = "9.1", clause = 3)
    void worksWithEveryGroup(NamedGroup group) {
        Pair pair = setup.server(server -> server.groups(List.copyOf(groups())))
                .pair(client -> client.groups(List.of(group))).handshake();

        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().group()).isEqualTo(group);
    }

    @Test
    void neitherEndOffersByDefaultWhatIsForThoseWhoAskForIt() {
        List<NamedGroup> onlyWhenAskedFor = List.of(NamedGroup.SECP521R1, NamedGroup.MLKEM768, NamedGroup.MLKEM1024);
        assertThat(TlsServerConfig.DEFAULT_GROUPS).doesNotContainAnyElementsOf(onlyWhenAskedFor)
                .startsWith(NamedGroup.X25519MLKEM768).hasSize(groups().size() - onlyWhenAskedFor.size());

        Pair pair = setup.pair(client -> client.groups(onlyWhenAskedFor)).handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.HANDSHAKE_FAILURE);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    @Rfc(number = 9846, section = "4.5.2", clause = 4)
    @Rfc(number = 9846, section = "9.1", clause = 2)
    void worksWithEveryKindOfKey(SignatureScheme scheme) {
        CryptoProvider crypto = setup.crypto();
        List<Credential> all = List.of(TestCredentials.p256(crypto, PairSetup.NAME),
                TestCredentials.p384(crypto, PairSetup.NAME), TestCredentials.p521(crypto, PairSetup.NAME),
                TestCredentials.ed25519(crypto, PairSetup.NAME),
                TestCredentials.rsa(crypto, PairSetup.NAME));
        Pair pair = setup.server(server -> server.credentials(all))
                .pair(client -> client.signatureSchemes(List.of(scheme))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().signatureScheme()).isEqualTo(scheme);
    }

    /// draft-ietf-tls-mldsa, in both directions.
    @ParameterizedTest
    @MethodSource("providers")
    void worksWithMlDsaWhereBothAskForIt(CryptoProvider crypto) {
        Credential credential = TestCredentials.mlDsa44(crypto, PairSetup.NAME);
        List<SignatureScheme> schemes = List.of(SignatureScheme.MLDSA44);
        Pair pair = new PairSetup(crypto, credential)
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE).clientSchemes(schemes))
                .pair(client -> client.signatureSchemes(schemes).credentials(List.of(credential))).handshake();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().signatureScheme())
                .isEqualTo(SignatureScheme.MLDSA44);
        assertThat(pair.server().engine().session().orElseThrow().peerChain()).isEqualTo(credential.chain());
    }

    @Test
    void mlDsaIsOffByDefault() {
        CryptoProvider crypto = setup.crypto();
        Pair pair = new PairSetup(crypto, TestCredentials.mlDsa44(crypto, PairSetup.NAME)).pair().handshake();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.HANDSHAKE_FAILURE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void worksWithEveryProvider(CryptoProvider crypto) {
        assertConnected(new PairSetup(crypto).pair().handshake());
    }

    @Test
    void worksOneByteAtATime() {
        assertConnected(setup.pair().delivery(Delivery.BYTE_BY_BYTE).handshake());
    }

    /// Every flight of both sides cut in two at every position.
    @Test
    @Attack(12)
    void worksSplitAtEveryPosition() {
        PairSetup quick = new PairSetup().client(client -> client.groups(List.of(NamedGroup.X25519)));
        for (int position = 1; position < 1400; position++) {
            Pair pair = quick.pair().delivery(Delivery.splitAt(position)).handshake();
            assertThat(pair.client().engine().stage()).as("split at %d", position)
                    .isEqualTo(TlsEngine.Stage.CONNECTED);
            assertThat(pair.server().engine().stage()).as("split at %d", position)
                    .isEqualTo(TlsEngine.Stage.CONNECTED);
        }
    }

    @Test
    void waitsForAnswersThatComeLate() {
        Pair pair = new Pair(setup.newClient().answersLate(), setup.newServer().answersLate())
                .delivery(Delivery.BYTE_BY_BYTE).handshake();

        assertConnected(pair);
    }

    @Test
    @Rfc(number = 9846, section = "7.5", clause = 1)
    void exportsTheSameOnBothSides() {
        Pair pair = setup.pair().handshake();

        byte[] client = pair.client().engine().exportKeyingMaterial("EXPORTER-test", new byte[]{1, 2}, 42);
        byte[] server = pair.server().engine().exportKeyingMaterial("EXPORTER-test", new byte[]{1, 2}, 42);
        assertThat(client).hasSize(42).isEqualTo(server)
                .isNotEqualTo(pair.client().engine().exportKeyingMaterial("EXPORTER-test", new byte[]{1}, 42));
    }

    @Test
    void carriesMoreThanARecordBothWays() {
        Pair pair = setup.pair().handshake();
        byte[] data = setup.random().bytes(100_000);

        assertThat(pair.client().send(data)).isEqualTo(data.length);
        assertThat(pair.server().send(data)).isEqualTo(data.length);
        pair.exchange();

        assertThat(pair.server().inbox().bytes()).isEqualTo(data);
        assertThat(pair.client().inbox().bytes()).isEqualTo(data);
    }

    @Test
    void givesAsManyTicketsAsThePolicySays() {
        Pair pair = setup.server(
                server -> server.tickets(new TicketPolicy(5, 600, 7, setup.tickets()))).pair().handshake();

        assertThat(pair.client().inbox().events(TlsEvent.TicketReceived.class)).hasSize(5)
                .allSatisfy(ticket -> assertThat(ticket.session().lifetimeSeconds()).isEqualTo(600));
    }

    static void assertConnected(Pair pair) {
        assertThat(pair.client().failure()).isEmpty();
        assertThat(pair.server().failure()).isEmpty();
        assertThat(pair.client().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
        assertThat(pair.client().inbox().events(TlsEvent.HandshakeConfirmed.class)).hasSize(1);
        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).hasSize(1);
        int before = pair.client().inbox().text().length();
        pair.client().send("from the client");
        pair.server().send("from the server");
        pair.exchange();
        assertThat(pair.server().inbox().text()).endsWith("from the client");
        assertThat(pair.client().inbox().text().substring(before)).isEqualTo("from the server");
    }
}
