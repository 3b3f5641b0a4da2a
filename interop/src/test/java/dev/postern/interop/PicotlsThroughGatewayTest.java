package dev.postern.interop;

import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.ProgramHttpClient;
import org.junit.jupiter.api.Tag;

import java.util.EnumSet;
import java.util.Set;

@Tag(Peer.BIG)
@Peer(value = PeerExecutable.PICOTLS, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.GATEWAY_EARLY_DATA_REFUSED,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, cases = "HelloRetryRequest", because = "picotls remembers a server's group in its ticket, and is asked for another share only once")
class PicotlsThroughGatewayTest extends HttpThroughGatewayContract {
    PicotlsThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.PICOTLS));
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.HELLO_RETRY));
    }
}
