package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.CLIENT)
class OpenSsl30ThroughGatewayTest extends OpenSslThroughGatewayContract {
    OpenSsl30ThroughGatewayTest() {
        super(PeerExecutable.OPENSSL_DEBIAN, "x25519");
    }
}
