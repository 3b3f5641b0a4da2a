package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Servers that take early data, refuse it when they have to ask for another share, and update their keys when told to.
abstract class SteerableServerContract extends EarlyDataServerContract {
    SteerableServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_REFUSED)
    void refusesOurEarlyDataWithAHelloRetryRequest() {
        List<NamedGroup> late = List.of(NamedGroup.X25519, NamedGroup.SECP384R1);
        try (ServerPeer.Running server = peer()
                .start(run().groups(List.of(NamedGroup.SECP384R1)).early(true).connections(2))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(tickets).groups(late)
                    .keyShareGroups(List.of(NamedGroup.X25519)).earlyData(true).build());

            assertRefused(exchange);
            assertThat(exchange.ours().session().helloRetried()).isTrue();
        }
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_PEER)
    void updatesItsKeyAndWeFollow() {
        try (ServerPeer.Running server = peer().start(run().updatingKeys());
                EngineClient client = connect(server, Scenario.clientConfig().build())) {
            sendAndGetBack(server, client, LINE);
            server.updateKeys();
            sendAndGetBack(server, client, "line 2\n");
            client.journal().await("the server's key update", j -> j.keyUpdatesReceived() == 1);
            // Our answer goes out ahead of what we send next.
            sendAndGetBack(server, client, "line 3\n");

            Exchange exchange = finish(server, client);

            assertThat(exchange.theirs().keyUpdatesSent()).as(exchange.theirs().output()).isEqualTo(1);
            exchange.theirs().keyUpdatesReceived().ifPresent(
                    received -> assertThat(received).as(exchange.theirs().output()).isEqualTo(1));
        }
    }
}
