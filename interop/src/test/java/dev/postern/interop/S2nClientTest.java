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
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.S2N, role = Peer.Role.CLIENT)
@Cannot(value = Mode.CERTIFICATES, cases = "ED25519", because = "s2n-tls knows no Ed25519 keys")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "s2n-tls compresses no certificates")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "s2n-tls has no Encrypted Client Hello")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = "MLKEM768", because = "s2n-tls has no such group")
class S2nClientTest extends EarlyDataClientContract {
    S2nClientTest() {
        super(new ProgramClient(PeerExecutable.S2N),
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

    /// Its shares are for the first group of a policy, and the first with ML-KEM.
    @Override
    boolean sharesUnasked(NamedGroup group) {
        return !group.equals(NamedGroup.SECP521R1) && !group.equals(NamedGroup.SECP256R1MLKEM768)
                && !group.equals(NamedGroup.SECP384R1MLKEM1024);
    }
}
