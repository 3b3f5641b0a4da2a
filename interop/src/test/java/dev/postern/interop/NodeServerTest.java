package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.peer.ServerRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.event.SessionInfo;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.NODE, role = Peer.Role.SERVER)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED, Mode.EARLY_DATA_REFUSED}, because = "Node's tls has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Node's tls answers key updates, but offers no way to begin one")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "OpenSSL has it from 4.0 on, and Node an older one")
@Cannot(value = Mode.EXTERNAL_PSK, because = "Node's pskCallback is for TLS 1.2 alone")
class NodeServerTest extends ResumingServerContract {
    NodeServerTest() {
        super(new ProgramServer(PeerExecutable.NODE), Scenario.ALL_GROUPS, KeyKind.ALL);
    }

    @Override
    Set<Packer> packers() {
        return EnumSet.allOf(Packer.class);
    }

    @Override
    ServerRun packing(ServerRun run) {
        return run.more("-compress", "zlib");
    }

    /// It tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.GROUP, PeerReport.Detail.HELLO_RETRY,
                PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }

    /// It looks at a certificate when the handshake is over, and cuts the connection without a word.
    @Override
    Fault whenNotTrusted() {
        return Fault.PEER_MISBEHAVED;
    }
}
