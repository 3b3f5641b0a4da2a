package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.config.TlsServerConfig;
import org.junit.jupiter.api.Tag;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.NODE, role = Peer.Role.CLIENT)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "Node's tls has no early data")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "Node's tls has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Node's tls answers key updates, but offers no way to begin one")
class NodeClientTest extends ResumingClientContract {
    NodeClientTest() {
        super(new ProgramClient(PeerExecutable.NODE), TlsServerConfig.DEFAULT_GROUPS,
                KeyKind.COMMON);
    }

    /// It looks at a certificate when the handshake is over, and cuts the connection without a word.
    @Override
    Fault whenNotTrusted() {
        return Fault.PEER_MISBEHAVED;
    }
}
