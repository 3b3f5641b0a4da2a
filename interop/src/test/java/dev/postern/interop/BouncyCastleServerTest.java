package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramServer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.BOUNCY_CASTLE, role = Peer.Role.SERVER)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "Bouncy Castle has no early data")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "Bouncy Castle has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Bouncy Castle answers key updates, but its JSSE offers no way to begin one")
@Cannot(value = Mode.RESUMED, because = "Bouncy Castle does not resume sessions of TLS 1.3")
@Cannot(value = Mode.RESUMED_AFTER_RETRY, because = "Bouncy Castle does not resume sessions of TLS 1.3")
class BouncyCastleServerTest extends ServerPeerContract {
    BouncyCastleServerTest() {
        super(new ProgramServer(PeerExecutable.BOUNCY_CASTLE),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.COMMON);
    }

    /// Without the curve of the key there is no signature scheme for it: that is how Bouncy Castle has it, as TLS 1.2 did.
    @Override
    List<NamedGroup> alone(NamedGroup group) {
        return List.of(group, NamedGroup.SECP256R1);
    }
}
