package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.JSSE_25, role = Peer.Role.SERVER)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "a JSSE has no early data")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "a JSSE has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "a JSSE answers key updates, but begins one only when it reaches its own limit")
class Jsse25ServerTest extends ResumingServerContract {
    Jsse25ServerTest() {
        super(new ProgramServer(PeerExecutable.JSSE_25),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.CLASSICAL);
    }
}
