package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;

@Peer(value = PeerExecutable.CURL_NEW, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.GATEWAY_STATE, Mode.GATEWAY_STATE_OVER_HTTP_2}, cases = {"client certificates",
    "unsuitable ticket"}, because = "its ticket allows no early data then, and it sends none; OpenSSL, told otherwise, is refused")
class NewCurlGatewayStateTest extends GatewayStateContract {
    NewCurlGatewayStateTest() {
        super(new ProgramHttpClient(PeerExecutable.CURL_NEW));
    }
}
