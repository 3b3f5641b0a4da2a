package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// How a connection ends, well or badly.
class ClosingTest {
    private final PairSetup setup = new PairSetup();

    @Test
    @Rfc(number = 9846, section = "6.1")
    void leavesTheOtherDirectionOpen() {
        RawClient client = new RawClient(setup).connect();
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        assertThat(client.server().inbox().events(TlsEvent.PeerClosed.class)).hasSize(1);
        client.server().send("still talking");
        assertThat(client.read().inbox().text()).isEqualTo("still talking");
        client.server().close();
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "6.1")
    void listensOnAfterItsOwnClose() {
        RawClient client = new RawClient(setup).connect();
        client.server().close();
        assertThat(client.server().engine().canSend()).isFalse();
        client.sendData("last words");
        assertThat(client.server().inbox().text()).isEqualTo("last words");
    }

    @Test
    @Rfc(number = 9846, section = "6.1")
    void ignoresWhatComesAfterCloseNotify() {
        RawClient client = new RawClient(setup).connect();
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        client.sendBytes(new byte[]{99, 99, 99, 99, 99, 99});
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "6.1", clause = 5)
    void reportsATruncatedConnection() {
        RawClient client = new RawClient(setup).connect();
        client.server().engine().endOfInput(client.server().inbox());
        assertThat(client.server().failure().orElseThrow().getMessage()).contains("truncated");
    }

    @Test
    void endsSilentlyWhenBothSaidGoodbye() {
        RawClient client = new RawClient(setup).connect();
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        client.server().close();
        client.server().engine().endOfInput(client.server().inbox());
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "6.2", clause = 1)
    void reportsWhatThePeerComplainsAbout() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendAlert(AlertDescription.UNKNOWN_CA);
        TlsAlert failure = client.server().failure().orElseThrow();
        assertThat(failure.fault()).isEqualTo(Fault.PEER_ALERT);
        assertThat(failure.description()).isEqualTo(AlertDescription.UNKNOWN_CA);
        assertThat(client.server().out().isEmpty()).isTrue();
    }

    @Test
    @Attack(11)
    void reportsAClientThatLeavesInTheHandshake() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.sendAlert(AlertDescription.CLOSE_NOTIFY);
        assertThat(client.server().failure().map(TlsAlert::fault)).contains(Fault.PEER_ALERT);
    }

    @Test
    @Rfc(number = 9846, section = "6", clause = 1)
    @Rfc(number = 9846, section = "6.2", clause = 2)
    void takesEverythingAndDoesNothingOnceItIsOver() {
        RawClient client = new RawClient(setup);
        client.sendBytes(new byte[]{99});
        assertThat(client.refusal()).isPresent();
        int events = client.server().inbox().events().size();
        client.server().out().take();
        client.send(client.hello());
        assertThat(client.server().inbox().events()).hasSize(events);
        assertThat(client.server().out().isEmpty()).isTrue();
    }

    @Test
    @Attack(39)
    void dropsAnAnswerThatComesTooLate() {
        Peer<TlsServerEngine> server = setup.newServer().answersLate();
        RawClient client = new RawClient(setup, server);
        client.send(client.hello());
        Pause.ChooseConfig open = (Pause.ChooseConfig) server.engine().pause().orElseThrow();
        server.engine().abort(new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.DEADLINE, "too slow"), server.out(),
                server.inbox());
        assertThat(server.engine().pause()).isEmpty();
        server.out().take();
        open.resume(setup.serverConfig(), server.out(), server.inbox());
        assertThat(server.out().isEmpty()).isTrue();
        assertThat(server.engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    void takesNoSecondAnswer() {
        Peer<TlsServerEngine> server = setup.newServer().answersLate();
        RawClient client = new RawClient(setup, server);
        client.send(client.hello());
        Pause.ChooseConfig open = (Pause.ChooseConfig) server.engine().pause().orElseThrow();
        open.resume(setup.serverConfig(), server.out(), server.inbox());
        assertThatThrownBy(() -> open.resume(setup.serverConfig(), server.out(), server.inbox()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void endsWithTheAlertOfWhoeverCannotAnswer() {
        Peer<TlsServerEngine> server = setup.newServer().answersLate();
        RawClient client = new RawClient(setup, server);
        client.send(client.hello());
        server.engine().pause().orElseThrow().fail(
                new TlsAlert(AlertDescription.UNRECOGNIZED_NAME, Fault.PEER_INCOMPATIBLE, "no such host"), server.out(),
                server.inbox());
        assertThat(client.refusal()).contains(AlertDescription.UNRECOGNIZED_NAME);
    }

    @Test
    void turnsADefectIntoInternalError() {
        setup.server(server -> server.tickets(new TicketPolicy(1, 60, 1, state -> {
            throw new IllegalStateException("a broken sealer");
        })));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendFinished();
        assertThat(client.refusal()).contains(AlertDescription.INTERNAL_ERROR);
        assertThat(client.server().failure().orElseThrow().fault()).isEqualTo(Fault.OUR_BUG);
    }

    @Test
    @Attack(40)
    @EarlyDataRule("2.11")
    void exportsKeyingMaterialFromConfirmedConnectionsOnly() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        TlsServerEngine engine = client.server().engine();
        assertThatThrownBy(() -> engine.exportKeyingMaterial("EXPERIMENTAL", new byte[0], 16))
                .isInstanceOf(IllegalStateException.class);
        client.finish();
        assertThat(engine.exportKeyingMaterial("EXPERIMENTAL", new byte[0], 16)).hasSize(16);
    }

    @Test
    @Rfc(number = 9846, section = "2", clause = 2)
    @Attack(40)
    @EarlyDataRule("3.7")
    void sendsNoApplicationDataBeforeFinished() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        assertThat(client.server().engine().canSend()).isFalse();
        assertThatThrownBy(() -> client.server().send("too early")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 3)
    @Attack(9)
    @EarlyDataRule("1.6")
    void takesNoChangeCipherSpecAfterFinished() {
        RawClient client = new RawClient(setup).connect();
        client.sendChangeCipherSpec();
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }
}
