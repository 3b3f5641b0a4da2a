package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.SERVER)
class OpenSsl30ServerTest extends OpenSslServerContract {
    OpenSsl30ServerTest() {
        super(PeerExecutable.OPENSSL_DEBIAN, List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1));
    }
}
