package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Servers that take early data.
abstract class EarlyDataServerContract extends ResumingServerContract {
    static final String EARLY = "early line\n";

    EarlyDataServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void acceptsOurEarlyData() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(2))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());
            assertThat(tickets.getFirst().maxEarlyDataBytes()).isPositive();

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(tickets).earlyData(true).build());

            assertThat(exchange.ours().earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
            assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                    .isEqualTo(PeerReport.EarlyData.ACCEPTED);
        }
    }

    /// Nothing of what was sent early arrived, and the connection went on.
    static void assertRefused(Exchange exchange) {
        assertThat(exchange.ours().earlyDataRejected()).isTrue();
        assertThat(exchange.ours().earlyData()).isNotIn(EarlyDataReason.ACCEPTED, EarlyDataReason.NOT_OFFERED);
        // A server that does not say that early data was offered has to say at least that none was accepted.
        assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                .isNotEqualTo(PeerReport.EarlyData.ACCEPTED);
        assertThat(exchange.theirs().output()).doesNotContain(EARLY);
    }

    /// Sends early data, then a line; the session must have been resumed or not, as the server likes.
    Exchange earlyExchange(ServerPeer.Running server, TlsClientConfig config) {
        try (EngineClient client = new EngineClient(server.port(), config, Scenario.trust(), EARLY)) {
            sendAndGetBack(server, client, LINE);
            return finish(server, client);
        }
    }
}
