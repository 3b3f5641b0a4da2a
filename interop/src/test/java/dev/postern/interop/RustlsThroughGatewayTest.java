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
@Peer(value = PeerExecutable.RUSTLS, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.GATEWAY_EARLY_DATA_REFUSED,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, cases = "HelloRetryRequest", because = "rustls remembers a server's group, and is asked for another share only once")
class RustlsThroughGatewayTest extends HttpThroughGatewayContract {
    RustlsThroughGatewayTest() {
        super(new ProgramHttpClient(PeerExecutable.RUSTLS));
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.HELLO_RETRY));
    }
}
