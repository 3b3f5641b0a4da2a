package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.OpenSslHttpClient;
import dev.postern.interop.peer.PeerExecutable;

@Peer(value = PeerExecutable.OPENSSL_NEW, role = Peer.Role.CLIENT)
class OpenSsl40ThroughGatewayTest extends HttpThroughGatewayContract {
    OpenSsl40ThroughGatewayTest() {
        super(new OpenSslHttpClient(PeerExecutable.OPENSSL_NEW));
    }
}
