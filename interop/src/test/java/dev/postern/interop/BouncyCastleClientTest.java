package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

@Peer(value = PeerExecutable.BOUNCY_CASTLE, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED, Mode.EARLY_DATA_REFUSED}, because = "Bouncy Castle has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Bouncy Castle answers key updates, but its JSSE offers no way to begin one")
@Cannot(value = {Mode.RESUMED, Mode.RESUMED_AFTER_RETRY}, because = "Bouncy Castle does not resume sessions of TLS 1.3")
@Cannot(value = {Mode.CERTIFICATE_COMPRESSION,
    Mode.ENCRYPTED_CLIENT_HELLO}, because = "Bouncy Castle has no such extension")
@Cannot(value = Mode.EXTERNAL_PSK, because = "the JSSE of Bouncy Castle takes no external PSK")
class BouncyCastleClientTest extends OptionalClientContract {
    BouncyCastleClientTest() {
        super(new ProgramClient(PeerExecutable.BOUNCY_CASTLE),
                Scenario.ALL_GROUPS,
                KeyKind.ALL);
    }

    /// It never sends a share for the others unasked.
    @Override
    boolean sharesUnasked(NamedGroup group) {
        return group.equals(NamedGroup.X25519) || group.equals(NamedGroup.SECP256R1);
    }

    /// Without the curve of the key there is no signature scheme for it: that is how Bouncy Castle has it, as TLS 1.2 did.
    @Override
    List<NamedGroup> alone(NamedGroup group) {
        return List.of(group, NamedGroup.SECP256R1);
    }

    @Override
    List<NamedGroup> retryGroups() {
        return List.of(NamedGroup.X25519, NamedGroup.SECP384R1, NamedGroup.SECP256R1);
    }

    /// It tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.GROUP, PeerReport.Detail.HELLO_RETRY,
                PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }
}
