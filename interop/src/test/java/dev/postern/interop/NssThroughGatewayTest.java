package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;

@Peer(value = PeerExecutable.NSS, role = Peer.Role.CLIENT)
class NssThroughGatewayTest extends HttpThroughGatewayContract {
    NssThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.NSS));
    }
}
