package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.SERVER)
@Cannot(value = {Mode.POST_QUANTUM_GROUPS, Mode.POST_QUANTUM_CERTIFICATES}, because = "OpenSSL has them from 3.5 on")
@Cannot(value = Mode.CERTIFICATE_COMPRESSION, because = "OpenSSL has it from 3.2 on")
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "OpenSSL has it from 4.0 on")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "policy", because = "s_server cannot be told to change its mind between two connections")
@Cannot(value = Mode.EARLY_DATA_REFUSED, cases = "cipher suite", because = "OpenSSL accepts early data although it selects another suite, and loses us")
class OpenSsl30ServerTest extends OpenSslServerContract {
    OpenSsl30ServerTest() {
        super(PeerExecutable.OPENSSL_DEBIAN, Scenario.CLASSIC_GROUPS, KeyKind.CLASSICAL);
    }
}
