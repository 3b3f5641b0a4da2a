package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.PYTHON, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED, Mode.EARLY_DATA_REFUSED}, because = "Python's ssl has no early data")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "Python's ssl answers key updates, but offers no way to begin one")
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "OpenSSL has them from 3.5 on, and this Python an older one")
@Cannot(value = {Mode.CERTIFICATE_COMPRESSION,
    Mode.ENCRYPTED_CLIENT_HELLO}, because = "Python's ssl has no such option")
@Cannot(value = Mode.EXTERNAL_PSK, because = "Python's ssl takes one from 3.13 on")
class PythonClientTest extends ResumingClientContract {
    PythonClientTest() {
        super(new ProgramClient(PeerExecutable.PYTHON), Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }

    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.GROUP);
    }
}
