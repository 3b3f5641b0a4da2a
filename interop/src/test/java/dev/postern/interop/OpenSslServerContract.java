package dev.postern.interop;

import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.OpenSslServer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// What `s_server` can do beyond other servers: it prints what came early, and its tickets are for one use.
abstract class OpenSslServerContract extends SteerableServerContract {
    OpenSslServerContract(PeerExecutable openssl, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(new OpenSslServer(openssl), groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void printsOurEarlyData() {
        try (ServerPeer.Running server = peer().start(run().early(true).connections(2))) {
            List<ClientSession> tickets = tickets(server, Scenario.clientConfig().build());

            Exchange exchange = earlyExchange(server, Scenario.clientConfig(tickets).earlyData(true).build());

            assertThat(exchange.theirs().output()).contains(EARLY);
        }
    }

    /// It says nothing of the group.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.GROUP);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.NO_LONGER, Refusal.OTHER_SUITE));
    }

    /// Its tickets are for one use: after a HelloRetryRequest, it does not find the session that it took out for the first hello.
    @Override
    boolean resumes(Refusal refusal) {
        return super.resumes(refusal) && refusal != Refusal.HELLO_RETRY;
    }

    @Override
    Set<Refusal> wronglyAccepted() {
        return EnumSet.of(Refusal.OTHER_SUITE);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    @Override
    ServerRun knowing(ServerRun run, String keyHex) {
        return run.more("-psk_identity", Scenario.PSK_IDENTITY, "-psk", keyHex);
    }
}
