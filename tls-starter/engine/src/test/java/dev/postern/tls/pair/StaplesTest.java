package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.Pause;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// OCSP responses and certificate timestamps between two engines of ours, both ways.
class StaplesTest {
    private static final byte[] RESPONSE = {0x30, 3, 10, 1, 0};
    private static final byte[] TIMESTAMPS = Bytes.ofHex("0007" + "0002aabb" + "0001cc").toArray();
    private static final Staples BOTH = new Staples(RESPONSE, TIMESTAMPS);
    private static final CertificateExchange ASK = CertificateExchange.PLAIN.askForOcspResponse(true)
            .askForTimestamps(true);

    private final PairSetup setup = new PairSetup();

    private PairSetup stapling() {
        Credential plain = setup.serverConfig().credentials().getFirst();
        return setup.server(server -> server.credentials(List.of(plain.stapledWith(BOTH))));
    }

    private static SessionInfo clientView(Pair pair) {
        assertThat(pair.client().failure()).isEmpty();
        assertThat(pair.server().failure()).isEmpty();
        return pair.client().engine().session().orElseThrow();
    }

    private static void assertSame(Staples got, Staples wanted) {
        assertThat(got.ocspResponse()).isEqualTo(wanted.ocspResponse());
        assertThat(got.timestamps()).isEqualTo(wanted.timestamps());
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.1", clause = 1)
    void aClientThatAsksGetsBoth() {
        assertSame(clientView(stapling().pair(client -> client.certificates(ASK)).handshake()).peerStaples(), BOTH);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 6)
    void aClientGetsNoMoreThanItAsksFor() {
        stapling();

        assertSame(clientView(setup.pair(client -> client.certificates(CertificateExchange.PLAIN)).handshake())
                .peerStaples(), Staples.NONE);
        assertSame(clientView(setup.pair(
                client -> client.certificates(CertificateExchange.PLAIN.askForOcspResponse(true))).handshake())
                .peerStaples(), Staples.ocsp(RESPONSE));
        assertSame(clientView(setup.pair(
                client -> client.certificates(CertificateExchange.PLAIN.askForTimestamps(true))).handshake())
                .peerStaples(), new Staples(new byte[0], TIMESTAMPS));
    }

    @Test
    void aServerWithoutStaplesSendsNone() {
        assertSame(clientView(setup.pair(client -> client.certificates(ASK)).handshake()).peerStaples(), Staples.NONE);
    }

    @Test
    void theJudgeOfThePeerSeesThem() {
        List<Staples> seen = new ArrayList<>();
        Pair pair = stapling().pair(client -> client.certificates(ASK));
        pair.client().answers().peers((Pause.VerifyPeer question) -> {
            seen.add(question.staples());
            return new PeerVerdict.Trusted();
        });
        pair.handshake();

        assertThat(seen).hasSize(1);
        assertSame(seen.getFirst(), BOTH);
    }

    @Test
    void aNewResponseReplacesTheOldOneForTheNextConnection() {
        Credential stapled = stapling().serverConfig().credentials().getFirst();
        byte[] newer = {0x30, 3, 10, 1, 1};
        setup.server(server -> server.credentials(List.of(stapled.stapledWith(Staples.ocsp(newer)))));

        assertSame(clientView(setup.pair(client -> client.certificates(ASK)).handshake()).peerStaples(),
                Staples.ocsp(newer));
    }

    @Test
    void aResumedSessionRemembersThem() {
        stapling().client(client -> client.certificates(ASK));
        ClientSession session = setup.session();

        SessionInfo resumed = clientView(setup.resuming(session).handshake());

        assertThat(resumed.resumed()).isTrue();
        assertSame(resumed.peerStaples(), BOTH);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.1", clause = 4)
    void aServerThatAsksGetsThoseOfTheClient() {
        Credential client = TestCredentials.p256(setup.crypto(), "client").stapledWith(BOTH);
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE).certificates(ASK));

        Pair pair = setup.pair(builder -> builder.credentials(List.of(client))).handshake();

        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).hasSize(1);
        assertSame(pair.server().engine().session().orElseThrow().peerStaples(), BOTH);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 7)
    void aClientSendsAServerNoneUnasked() {
        Credential client = TestCredentials.p256(setup.crypto(), "client").stapledWith(BOTH);
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE));

        Pair pair = setup.pair(builder -> builder.credentials(List.of(client))).handshake();

        assertSame(pair.server().engine().session().orElseThrow().peerStaples(), Staples.NONE);
    }

    @Test
    void whatIsNoListOfTimestampsIsRefusedBeforeItIsSent() {
        for (String bad : List.of("0000", "00", "0002aabb", "00040001cc", "00050002aabb00",
                "0006" + "0002aabb" + "0000")) {
            byte[] list = Bytes.ofHex(bad).toArray();
            assertThatThrownBy(() -> new Staples(new byte[0], list)).as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SignedCertificateTimestampList");
        }
    }
}
