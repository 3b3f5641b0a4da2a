package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;
import org.junit.jupiter.api.Tag;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.BORINGSSL, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.GATEWAY_STATE, Mode.GATEWAY_STATE_OVER_HTTP_2}, cases = {"client certificates",
    "unsuitable ticket"}, because = "its ticket allows no early data then, and it sends none; OpenSSL, told otherwise, is refused")
class BoringSslGatewayStateTest extends GatewayStateContract {
    BoringSslGatewayStateTest() {
        super(new ProgramHttpClient(PeerExecutable.BORINGSSL));
    }
}
