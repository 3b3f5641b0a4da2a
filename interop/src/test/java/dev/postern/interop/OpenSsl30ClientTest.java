package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.CLIENT)
@Cannot(value = Mode.ENCRYPTED_CLIENT_HELLO, because = "OpenSSL has it from 4.0 on")
class OpenSsl30ClientTest extends OpenSslClientContract {
    OpenSsl30ClientTest() {
        super(PeerExecutable.OPENSSL_DEBIAN, List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                KeyKind.CLASSICAL);
    }
}
