package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.event.TlsEvent;
import org.junit.jupiter.api.Test;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// close_notify, half-close, aborts and key updates, between our two ends.
class ClosingTest {
    private final PairSetup setup = new PairSetup();
    private final Pair pair = setup.pair().handshake();

    @Test
    @Rfc(number = 9846, section = "6.1", clause = 4)
    void leavesTheOtherDirectionOpen() {
        pair.client().close();
        pair.exchange();

        assertThat(pair.server().inbox().events(TlsEvent.PeerClosed.class)).hasSize(1);
        assertThat(pair.client().engine().canSend()).isFalse();
        pair.server().send("still talking");
        pair.exchange();
        assertThat(pair.client().inbox().text()).isEqualTo("still talking");
        pair.server().close();
        pair.exchange();
        assertThat(pair.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(pair.client().failure()).isEmpty();
        assertThat(pair.server().failure()).isEmpty();
    }

    @Test
    void closesOnce() {
        pair.client().close();
        pair.client().out().take();
        pair.client().close();

        assertThat(pair.client().out().isEmpty()).isTrue();
        assertThatThrownBy(() -> pair.client().send("too late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Rfc(number = 9846, section = "6.1", clause = 1)
    void ignoresWhatComesAfterCloseNotify() {
        pair.client().close();
        byte[] closing = pair.client().out().take();
        pair.server().receive(closing);
        pair.server().receive(new byte[]{23, 3, 3, 0, 1, 0});

        assertThat(pair.server().failure()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "6.1", clause = 5)
    void reportsATruncation() {
        pair.client().engine().endOfInput(pair.client().inbox());

        assertThat(pair.client().failure()).isPresent();
        assertThat(pair.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    /// CVE-2024-32650: close_notify in the middle of a handshake.
    @Test
    @Rfc(number = 9846, section = "6.1", clause = 3)
    @Attack(46)
    void endsTheHandshakeOfAClientThatGaveUp() {
        Pair early = setup.pair();
        early.client().engine().start(early.client().out());
        early.carryToServer();
        early.client().close();
        early.exchange();

        assertThat(early.server().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_ALERT);
        assertThat(early.server().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(early.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    @Rfc(number = 9846, section = "6.2", clause = 3)
    void tellsThePeerWhyItWasAborted() {
        pair.client().engine().abort(
                new TlsAlert(AlertDescription.ACCESS_DENIED, Fault.OUR_MISUSE, "not from here"), pair.client().out(),
                pair.client().inbox());
        pair.exchange();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.ACCESS_DENIED);
        assertThat(pair.server().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_ALERT);
        assertThat(pair.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    /// The deadline passed while the verdict was still on its way: the late answer is dropped.
    @Test
    void dropsAnAnswerThatComesAfterTheEnd() {
        Pair slow = new Pair(setup.newClient().answersLate(), setup.newServer());
        slow.client().engine().start(slow.client().out());
        while (slow.client().engine().pause().isEmpty()) {
            slow.carryToServer();
            slow.carryToClient();
        }
        var question = slow.client().engine().pause().orElseThrow();
        slow.client().engine().abort(new TlsAlert(AlertDescription.GENERAL_ERROR, Fault.DEADLINE, "too slow"),
                slow.client().out(), slow.client().inbox());
        slow.client().out().take();
        slow.client().answers().answer(question, slow.client().out(), slow.client().inbox());

        assertThat(slow.client().out().isEmpty()).isTrue();
        assertThat(slow.client().inbox().events(TlsEvent.Failed.class)).hasSize(1);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 2)
    @Rfc(number = 9846, section = "5.1", clause = 6)
    void updatesKeysBothWays() {
        for (int i = 0; i < 5; i++) {
            pair.client().engine().updateKeys(true, pair.client().out());
            pair.exchange();
            pair.server().engine().updateKeys(true, pair.server().out());
            pair.exchange();
        }

        assertConnected(pair);
        assertThat(pair.server().inbox().events(TlsEvent.KeysUpdated.class)).isNotEmpty();
        assertThat(pair.client().inbox().events(TlsEvent.KeysUpdated.class)).isNotEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 7)
    void updatesKeysThatCrossOnTheWay() {
        pair.client().engine().updateKeys(true, pair.client().out());
        pair.server().engine().updateKeys(true, pair.server().out());
        pair.exchange();

        assertConnected(pair);
    }

    @Test
    @Rfc(number = 9846, section = "5.5", clause = 1)
    void updatesKeysAfterSoManyRecords() {
        Limits often = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4, 16 * 1024, 64 * 1024,
                32 * 1024, 3,
                Limits.DEFAULT.clientHelloDeadline(), Limits.DEFAULT.handshakeDeadline(),
                Limits.DEFAULT.confirmationDeadline());
        Pair busy = new PairSetup().limits(often).pair().handshake();
        byte[] data = setup.random().bytes(10 * 16_384);
        busy.client().send(data);
        busy.exchange();

        assertThat(busy.server().inbox().bytes()).isEqualTo(data);
        assertThat(busy.server().inbox().events(TlsEvent.KeysUpdated.class)).hasSize(3);
        assertConnected(busy);
    }
}
