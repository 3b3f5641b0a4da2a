package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// 0-RTT as the client lives it. What the server decides, and why, has tests of its own.
class EarlyDataPairTest {
    private final PairSetup setup = new PairSetup();

    @Test
    @Rfc(number = 9846, section = "F.5", clause = 4)
    @Rfc(number = 9846, section = "5.1", clause = 6)
    void arrivesBeforeTheHandshakeIsOver() {
        Pair pair = start(setup.session(), "GET / early");
        pair.carryToServer();

        assertThat(pair.server().inbox().earlyText()).isEqualTo("GET / early");
        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
        pair.exchange();
        assertConnected(pair);
        assertThat(pair.client().inbox().events(TlsEvent.EarlyDataAccepted.class)).hasSize(1);
        assertThat(pair.client().engine().session().orElseThrow().earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
        assertThat(pair.server().inbox().events(TlsEvent.EarlyDataEnded.class))
                .containsExactly(new TlsEvent.EarlyDataEnded("GET / early".length()));
    }

    @Test
    @EarlyDataRule("1.11")
    void worksOneByteAtATime() {
        Pair pair = setup.early(setup.session()).delivery(Delivery.BYTE_BY_BYTE);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("early");
    }

    @Test
    void isAnsweredBeforeTheHandshakeIsOver() {
        Pair pair = start(setup.session(), "early");
        pair.carryToServer();
        pair.server().send("half-RTT");
        pair.carryToClient();

        assertThat(pair.client().inbox().text()).isEqualTo("half-RTT");
        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        pair.exchange();
        assertConnected(pair);
    }

    @Test
    @EarlyDataRule("1.8")
    void mayStreamUntilTheServersFinished() {
        Pair pair = start(setup.session(), "one ");
        pair.carryToServer();
        pair.client().send("two ");
        pair.carryToServer();
        pair.client().send("three");
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("one two three");
    }

    @Test
    void endsAtTheTicketsLimit() {
        ClientSession session = setup.session();
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().earlyDataCapacity()).isEqualTo(PairSetup.EARLY_DATA_BYTES);
        assertThat(pair.client().send(new byte[PairSetup.EARLY_DATA_BYTES + 1])).isEqualTo(PairSetup.EARLY_DATA_BYTES);
        assertThat(pair.client().engine().earlyDataCapacity()).isZero();
        assertThat(pair.client().engine().canSend()).isFalse();
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyBytes()).hasSize(PairSetup.EARLY_DATA_BYTES);
    }

    @Test
    void endsWhenTheCallerSaysSo() {
        Pair pair = start(setup.session(), "early");
        pair.client().engine().endEarlyData();

        assertThat(pair.client().engine().canSend()).isFalse();
        assertThatThrownBy(() -> pair.client().send("more")).isInstanceOf(IllegalStateException.class);
        pair.exchange();
        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("early");
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 12)
    @Rfc(number = 9846, section = "4.6", clause = 2)
    @Rfc(number = 9846, section = "F.5", clause = 3)
    @Attack(40)
    @EarlyDataRule("1.12")
    void isNotResentWhenTheServerRefuses() {
        ClientSession session = setup.session();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        Pair pair = start(session, "refused");
        pair.exchange();

        assertThat(pair.client().inbox().events(TlsEvent.EarlyDataRejected.class))
                .containsExactly(new TlsEvent.EarlyDataRejected(EarlyDataReason.PEER_DECLINED));
        assertThat(pair.server().inbox().earlyText()).isEmpty();
        assertThat(pair.server().inbox().text()).isEmpty();
        assertThat(pair.client().engine().earlyDataCapacity()).isZero();
        assertConnected(pair);
        assertThat(pair.server().inbox().text()).isEqualTo("from the client");
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isTrue();
        assertThat(pair.client().engine().session().orElseThrow().earlyData())
                .isEqualTo(EarlyDataReason.PEER_DECLINED);
    }

    @Test
    void isRefusedWithAFullHandshakeWhenTheTicketIsGone() {
        ClientSession session = setup.session();
        Pair pair = setup.early(session);
        pair.server().answers()
                .tickets(ticket -> new dev.postern.tls.psk.TicketVerdict.Unusable("the key was thrown away"));
        pair.client().engine().start(pair.client().out());
        pair.client().send("refused");
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().resumed()).isFalse();
        assertThat(pair.client().inbox().events(TlsEvent.EarlyDataRejected.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "8", clause = 1)
    @Rfc(number = 9846, section = "F.5", clause = {1, 3})
    void isNotOfferedUnlessAsked() {
        Pair pair = setup.resuming(setup.session());
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().canSend()).isFalse();
        assertThat(pair.client().engine().earlyDataCapacity()).isZero();
    }

    @Test
    void isNotOfferedWithATicketThatDoesNotAllowIt() {
        setup.server(server -> server.earlyData(new EarlyDataPolicy(0, true, Duration.ofSeconds(10))));
        Pair pair = setup.early(setup.session());
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().canSend()).isFalse();
        pair.exchange();
        assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().earlyData()).isEqualTo(EarlyDataReason.NOT_OFFERED);
    }

    @Test
    @Attack(33)
    void isNotOfferedWhenItsSuiteIsNot() {
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.sessions(List.of(session)).earlyData(true)
                .cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)));
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().canSend()).isFalse();
        pair.exchange();
        assertConnected(pair);
    }

    @Test
    void isNotOfferedWhenItsApplicationProtocolIsNot() {
        ClientSession session = setup.session();
        Pair pair = setup.pair(client -> client.sessions(List.of(session)).earlyData(true)
                .applicationProtocols("http/1.1"));
        pair.client().engine().start(pair.client().out());

        assertThat(pair.client().engine().canSend()).isFalse();
        pair.exchange();
        assertConnected(pair);
    }

    @Test
    void isRefusedWhenTheTicketsAgeIsOffByMoreThanTheWindow() {
        ClientSession session = setup.session();
        Pair pair = start(session, "on its way for too long");
        setup.clock().pass(Duration.ofSeconds(11));
        pair.exchange();

        assertThat(pair.server().inbox().earlyText()).isEmpty();
        assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().earlyData())
                .isEqualTo(EarlyDataReason.TICKET_AGE_SKEW);
    }

    @Test
    void waitsForAJudgeThatAnswersLate() {
        ClientSession session = setup.session();
        Pair pair = new Pair(setup.newClient(client -> client.sessions(List.of(session)).earlyData(true)),
                setup.newServer().answersLate());
        pair.server().answers().judge(offer -> new EarlyDataVerdict.Accept());
        pair.client().engine().start(pair.client().out());
        pair.client().send("waits in the socket");
        pair.carryToServer();
        assertThat(pair.server().inbox().earlyText()).isEmpty();
        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("waits in the socket");
        assertThat(pair.server().answers().asked()).contains("JudgeEarlyData");
    }

    private Pair start(ClientSession session, String text) {
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send(text);
        return pair;
    }
}
