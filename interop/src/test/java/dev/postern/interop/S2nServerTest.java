package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.config.TlsServerConfig;
import org.junit.jupiter.api.Tag;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.S2N, role = Peer.Role.SERVER)
class S2nServerTest extends SteerableServerContract {
    S2nServerTest() {
        // It knows no Ed25519 keys.
        super(new ProgramServer(PeerExecutable.S2N), TlsServerConfig.DEFAULT_GROUPS,
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.RSA, KeyKind.RSA_PSS));
    }

    /// It leaves with close_notify whatever happened, lest an alert tell an attacker why; its own report has the reason.
    @Override
    void assertTurnedAway(ServerPeer.Running server, EngineJournal ours, Fault fault) {
        PeerReport theirs = server.awaitReport();
        assertThat(theirs.alert()).as(theirs.output()).isPresent();
        assertThat(theirs.tls13()).as(theirs.output()).isFalse();
        assertThat(ours.peerClosed()).as(ours.toString()).isTrue();
        assertThat(ours.text()).isEmpty();
    }
}
