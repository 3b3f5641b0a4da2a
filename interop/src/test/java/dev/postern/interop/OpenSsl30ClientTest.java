package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS, Mode.POST_QUANTUM_CERTIFICATES}, because = "OpenSSL has them from 3.5 on")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "OpenSSL has it from 3.2 on")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "OpenSSL has it from 4.0 on")
class OpenSsl30ClientTest extends OpenSslClientContract {
    OpenSsl30ClientTest() {
        super(PeerExecutable.OPENSSL_DEBIAN, Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }
}
