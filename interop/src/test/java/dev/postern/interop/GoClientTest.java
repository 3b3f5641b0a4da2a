package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramClient;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.config.TlsServerConfig;

import java.util.List;

@Peer(value = PeerExecutable.GO, role = Peer.Role.CLIENT)
@Cannot(value = Mode.EARLY_DATA_ACCEPTED, because = "crypto/tls has no early data over TCP")
@Cannot(value = Mode.EARLY_DATA_REFUSED, because = "crypto/tls has no early data over TCP")
@Cannot(value = Mode.KEY_UPDATE_BY_PEER, because = "crypto/tls answers key updates, but offers no way to begin one")
class GoClientTest extends ResumingClientContract {
    GoClientTest() {
        // Of RSA-PSS keys Go knows only the certificates of ordinary RSA keys (rsa_pss_rsae).
        super(new ProgramClient(PeerExecutable.GO), TlsServerConfig.DEFAULT_GROUPS,
                List.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.ECDSA_P521, KeyKind.RSA, KeyKind.ED25519));
    }
}
