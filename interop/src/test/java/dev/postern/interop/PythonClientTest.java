package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.PYTHON, role = Peer.Role.CLIENT)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "Python's ssl has no early data")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "Python's ssl has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Python's ssl answers key updates, but offers no way to begin one")
class PythonClientTest extends ResumingClientContract {
    PythonClientTest() {
        super(new ProgramClient(PeerExecutable.PYTHON),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.CLASSICAL);
    }
}
