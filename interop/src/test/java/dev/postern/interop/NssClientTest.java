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
import java.util.List;
import java.util.Set;

@Peer(value = PeerExecutable.NSS, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS,
    Mode.POST_QUANTUM_CERTIFICATES}, because = "NSS 3.87 knows neither ML-KEM nor ML-DSA")
@Cannot(value = Mode.CERTIFICATES, cases = "ED25519", because = "NSS has no signature with Ed25519")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "NSS has it from 3.106 on")
class NssClientTest extends EarlyDataClientContract {
    private static final List<KeyKind> CERTIFICATES = KeyKind.CLASSICAL.stream()
            .filter(kind -> kind != KeyKind.ED25519).toList();

    NssClientTest() {
        super(new ProgramClient(PeerExecutable.NSS), Scenario.CLASSIC_GROUPS, CERTIFICATES);
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    Set<PskKnowledge> knowledge() {
        return EnumSet.allOf(PskKnowledge.class);
    }

    /// It tells of none of these.
    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.HELLO_RETRY, PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }

    /// It verifies with RSA-PSS keys, but reads none.
    @Override
    List<KeyKind> identities() {
        return CERTIFICATES.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList();
    }
}
