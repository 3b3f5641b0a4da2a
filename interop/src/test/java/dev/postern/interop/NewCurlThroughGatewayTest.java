package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;

import java.util.EnumSet;
import java.util.Set;

/// Since 8.11, curl sends early data when it is told to.
@Peer(value = PeerExecutable.CURL_NEW, role = Peer.Role.CLIENT)
@Cannot(value = Mode.GATEWAY_EARLY_DATA_REFUSED, cases = "ALPN", because = "beside early data, curl offers its ticket's protocol alone")
class NewCurlThroughGatewayTest extends HttpThroughGatewayContract {
    NewCurlThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.CURL_NEW));
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.OTHER_PROTOCOL));
    }
}
