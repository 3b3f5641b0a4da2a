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

@Peer(value = PeerExecutable.JSSE_17, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED, Mode.EARLY_DATA_REFUSED}, because = "a JSSE has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "a JSSE answers key updates, but begins one only when it reaches its own limit")
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "a JSSE of JDK 17 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "the JSSE of JDK 17 compresses no certificates")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "a JSSE has no Encrypted Client Hello")
@Cannot(value = Mode.EXTERNAL_PSK, because = "a JSSE takes no external PSK")
class Jsse17ClientTest extends ResumingClientContract {
    Jsse17ClientTest() {
        super(new ProgramClient(PeerExecutable.JSSE_17), Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }

    /// A JSSE sends a share for the first elliptic curve and for the first Montgomery curve of its list.
    @Override
    List<NamedGroup> retryGroups() {
        return List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    }

    /// A JSSE tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.GROUP, PeerReport.Detail.HELLO_RETRY,
                PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }
}
