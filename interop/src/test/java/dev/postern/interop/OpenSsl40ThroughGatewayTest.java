package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40ThroughGatewayTest extends OpenSslThroughGatewayContract {
    OpenSsl40ThroughGatewayTest() {
        super(PeerExecutable.OPENSSL_NEW, "X25519MLKEM768");
    }
}
