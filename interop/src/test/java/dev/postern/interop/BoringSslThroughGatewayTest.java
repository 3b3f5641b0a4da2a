package dev.postern.interop;

import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;
import org.junit.jupiter.api.Tag;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.BORINGSSL, role = Peer.Role.CLIENT)
class BoringSslThroughGatewayTest extends HttpThroughGatewayContract {
    BoringSslThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.BORINGSSL));
    }
}
