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

@Peer(value = PeerExecutable.GO, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.EARLY_DATA_ACCEPTED, Mode.EARLY_DATA_REFUSED}, because = "crypto/tls has no early data over TCP")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "crypto/tls answers key updates, but offers no way to begin one")
@Cannot(value = Mode.POST_QUANTUM_GROUPS, cases = {"MLKEM768",
    "MLKEM1024"}, because = "crypto/tls has ML-KEM only in the hybrids")
@Cannot(value = Mode.CERTIFICATES, cases = "RSA_PSS", because = "crypto/tls knows only the certificates of ordinary RSA keys (rsa_pss_rsae)")
@Cannot(value = Mode.POST_QUANTUM_CERTIFICATES, because = "crypto/x509 of Go 1.26 knows no ML-DSA")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "crypto/tls compresses no certificates")
@Cannot(value = Mode.EXTERNAL_PSK, because = "crypto/tls takes no external PSK")
class GoClientTest extends ResumingClientContract {
    GoClientTest() {
        super(new ProgramClient(PeerExecutable.GO), Scenario.groups(Scenario.CLASSIC_GROUPS, Scenario.HYBRID_GROUPS),
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.ECDSA_P521, KeyKind.RSA, KeyKind.ED25519));
    }

    @Override
    Set<EncryptedHello> encryptedHellos() {
        return EnumSet.allOf(EncryptedHello.class);
    }

    @Override
    Set<PeerReport.Detail> untold(SessionInfo session) {
        return EnumSet.of(PeerReport.Detail.KEY_UPDATES_RECEIVED);
    }
}
