package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;
import org.junit.jupiter.api.Tag;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.WOLFSSL_NEW, role = Peer.Role.CLIENT)
class WolfsslNewThroughGatewayTest extends HttpThroughGatewayContract {
    WolfsslNewThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.WOLFSSL_NEW));
    }
}
