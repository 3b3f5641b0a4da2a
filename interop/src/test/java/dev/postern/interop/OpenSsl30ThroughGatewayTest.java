package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.OpenSslHttpClient;
import dev.postern.interop.peer.PeerExecutable;

@Peer(value = PeerExecutable.OPENSSL_DEBIAN, role = Peer.Role.CLIENT)
class OpenSsl30ThroughGatewayTest extends HttpThroughGatewayContract {
    OpenSsl30ThroughGatewayTest() {
        super(new OpenSslHttpClient(PeerExecutable.OPENSSL_DEBIAN));
    }
}
