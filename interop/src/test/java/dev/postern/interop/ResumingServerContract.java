package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Servers that issue tickets.
abstract class ResumingServerContract extends OptionalServerContract {
    ResumingServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.RESUMED)
    void resumesItsTicket() {
        Exchange exchange = resumedExchange(run(), Scenario.clientConfig());

        assertThat(exchange.ours().session().helloRetried()).isFalse();
    }

    @Test
    @Shows(Mode.RESUMED_AFTER_RETRY)
    void resumesAfterItsHelloRetryRequest() {
        Exchange exchange = resumedExchange(run().groups(List.of(NamedGroup.SECP384R1)),
                Scenario.clientConfig().groups(List.of(NamedGroup.X25519, NamedGroup.SECP384R1))
                        .keyShareGroups(List.of(NamedGroup.X25519)));

        assertThat(exchange.ours().session().helloRetried()).isTrue();
    }

    /// Two connections, of which the second resumes the first; the second is returned.
    private Exchange resumedExchange(ServerRun run, TlsClientConfig.Builder config) {
        try (ServerPeer.Running server = peer().start(run.connections(2))) {
            List<ClientSession> tickets = tickets(server, config.build());
            Exchange exchange = exchange(server, config.sessions(tickets).build());
            assertThat(exchange.ours().session().resumed()).isTrue();
            return exchange;
        }
    }

    /// A first connection, for its tickets.
    List<ClientSession> tickets(ServerPeer.Running server, TlsClientConfig config) {
        try (EngineClient client = connect(server, config)) {
            sendAndGetBack(server, client, LINE);
            client.journal().await("a ticket", j -> !j.tickets().isEmpty());
            Exchange exchange = finish(server, client);
            assertThat(exchange.ours().session().resumed()).isFalse();
            return exchange.ours().tickets();
        }
    }
}
