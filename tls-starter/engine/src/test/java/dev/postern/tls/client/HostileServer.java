package dev.postern.tls.client;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.psk.ClientSession;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// A started client of ours and the [ScriptedServer] that it talks to.
final class HostileServer {
    private final Peer<TlsClientEngine> client;
    private final Credential credential;
    private ScriptedServer server;

    HostileServer(PairSetup setup, UnaryOperator<TlsClientConfig.Builder> change) {
        this.client = setup.newClient(change);
        this.credential = setup.serverConfig().credentials().getFirst();
        client.engine().start(client.out());
        server = new ScriptedServer(setup.crypto(), setup.random(), credential, client.out().take());
    }

    static HostileServer toAFreshClient() {
        return new HostileServer(new PairSetup(), client -> client);
    }

    /// To a client that offers a ticket, with early data on offer.
    static HostileServer toAnEarlyClient() {
        PairSetup setup = new PairSetup();
        ClientSession session = setup.session();
        Secret psk = Secret
                .copyOf(session.psk().expose());
        HostileServer hostile = new HostileServer(setup,
                client -> client.sessions(List.of(session)).earlyData(true));
        hostile.server.usePsk(psk);
        return hostile;
    }

    Peer<TlsClientEngine> client() {
        return client;
    }

    ScriptedServer server() {
        return server;
    }

    /// What the server says now reaches the client.
    HostileServer say(Consumer<ScriptedServer> script) {
        script.accept(server);
        client.receive(server.take());
        return this;
    }

    /// The client answered a HelloRetryRequest: the server reads its second hello.
    HostileServer readSecondHello() {
        server = new ScriptedServer(server, client.out().take());
        return this;
    }

    /// The client ended it with this alert, told its caller once, and is done for good.
    void assertRefused(AlertDescription description) {
        TlsAlert alert = client.failure().orElseThrow(() -> new AssertionError(
                "the client took it; it stands at " + client.engine().stage()));
        assertThat(alert.description()).as(alert.getMessage()).isEqualTo(description);
        assertThat(alert.fault()).isIn(Fault.PEER_MISBEHAVED, Fault.PEER_INCOMPATIBLE);
        assertThat(client.inbox().events(TlsEvent.Failed.class)).hasSize(1);
        assertThat(client.inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
        assertThat(client.engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(client.engine().canSend()).isFalse();
        assertThat(client.engine().pause()).isEmpty();
        assertThat(client.out().isEmpty()).as("an alert goes out").isFalse();
        client.out().take();
        client.receive(new byte[100]);
        assertThat(client.out().isEmpty()).as("nothing after it").isTrue();
    }

    /// The server misbehaved, perhaps after the client's handshake was confirmed.
    void assertFailed(AlertDescription description) {
        assertThat(client().failure().orElseThrow().description()).isEqualTo(description);
        assertThat(client().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_MISBEHAVED);
        assertThat(client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    void assertConnected() {
        assertThat(client.failure()).isEmpty();
        assertThat(client.engine().stage()).isEqualTo(TlsEngine.Stage.CONNECTED);
    }
}
