package dev.postern.interop;

import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that keep our tickets and come back with them.
abstract class ResumingClientContract extends OptionalClientContract {
    ResumingClientContract(ClientPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.RESUMED)
    void resumesWithOurTicket() {
        Scenario scenario = new Scenario();
        Exchange exchange = resumedExchange(scenario, scenario.issuing().build(), ClientRun::resuming);

        assertThat(exchange.ours().session().helloRetried()).isFalse();
        assertThat(exchange.ours().earlyData()).isEqualTo(EarlyDataReason.NOT_OFFERED);
    }

    @Test
    @Shows(Mode.RESUMED_AFTER_RETRY)
    void resumesAfterAHelloRetryRequest() {
        Scenario scenario = new Scenario();
        Exchange exchange = resumedExchange(scenario,
                scenario.issuing().groups(List.of(NamedGroup.SECP384R1)).build(),
                run -> run.groups(retryGroups()).resuming());

        assertThat(exchange.ours().session().helloRetried()).isTrue();
    }

    /// Two connections, of which the second resumes the first; the second is returned.
    Exchange resumedExchange(Scenario scenario, TlsServerConfig config, Change change) {
        return resumedExchange(scenario, Scenario.settings(config), Scenario.settings(config), change);
    }

    Exchange resumedExchange(Scenario scenario, ServerSettings first, ServerSettings second, Change change) {
        Exchange exchange = secondExchange(scenario, first, second, change);
        assertThat(exchange.ours().session().resumed()).as(exchange.ours().toString()).isTrue();
        assertThat(exchange.theirs().resumed()).as(exchange.theirs().output()).isTrue();
        return exchange;
    }

    Exchange secondExchange(Scenario scenario, ServerSettings first, ServerSettings second, Change change) {
        try (EngineServer server = scenario.server(first, second)) {
            PeerReport theirs = peer().run(change.of(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile())));
            assertThat(server.nextConnection().awaitEnd().session().resumed()).isFalse();
            Exchange exchange = new Exchange(server.nextConnection().awaitEnd(), theirs);
            assertAgreement(exchange);
            return exchange;
        }
    }
}
