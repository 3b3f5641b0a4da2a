package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.S2N, role = Peer.Role.SERVER)
@Cannot(value = Mode.CERTIFICATES, cases = "ED25519", because = "s2n-tls knows no Ed25519 keys")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "s2n-tls compresses no certificates")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "s2n-tls has no Encrypted Client Hello")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = "MLKEM768", because = "s2n-tls has no such group")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "replay", because = "s2n-tls leaves replay protection to its caller")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "age", because = "s2n-tls does not look at the age of a ticket beyond its lifetime")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "s2n-tls selects by the order of its policy, whatever the client prefers")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "full handshake", because = "s2n-tls closes the connection when early data came behind a ticket that it does not know")
class S2nServerTest extends SteerableServerContract {
    S2nServerTest() {
        super(new ProgramServer(PeerExecutable.S2N),
                Scenario.ALL_GROUPS.stream().filter(group -> !group.equals(NamedGroup.MLKEM768)).toList(),
                KeyKind.ALL.stream().filter(kind -> kind != KeyKind.ED25519).toList());
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.USED_TICKET, Refusal.OLD_TICKET, Refusal.OTHER_SUITE,
                Refusal.UNKNOWN_TICKET));
    }

    /// It leaves with close_notify whatever happened, lest an alert tell an attacker why; its own report has the reason.
    @Override
    void assertTurnedAway(ServerPeer.Running server, EngineJournal ours, Fault fault) {
        PeerReport theirs = server.awaitReport();
        assertThat(theirs.alert()).as(theirs.output()).isPresent();
        assertThat(theirs.tls13()).as(theirs.output()).isFalse();
        assertThat(ours.peerClosed() || ours.failure().isPresent()).as(ours.toString()).isTrue();
        assertThat(ours.text()).isEmpty();
    }
}
