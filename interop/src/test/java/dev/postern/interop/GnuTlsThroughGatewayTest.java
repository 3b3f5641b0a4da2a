package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.peer.GnuTlsHttpClient;
import dev.postern.interop.peer.PeerExecutable;

import java.util.EnumSet;
import java.util.Set;

@Peer(value = PeerExecutable.GNUTLS, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.HTTP_2,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, because = "gnutls-cli sends lines of text, and HTTP/2 has none; early data it takes from a file, but not what it asks again")
@Cannot(value = Mode.GATEWAY_EARLY_DATA_REFUSED, cases = "ALPN", because = "gnutls-cli has one list of protocols for both connections")
@Cannot(value = Mode.GATEWAY_EARLY_DATA_REFUSED, cases = "HelloRetryRequest", because = "GnuTLS 3.7.9 sends its second ClientHello encrypted with the early-data key, where RFC 9846 4.3.10 has it in the clear")
class GnuTlsThroughGatewayTest extends HttpThroughGatewayContract {
    GnuTlsThroughGatewayTest() {
        super(new GnuTlsHttpClient());
    }

    /// Without `@Test`: it cannot ask so.
    @Override
    void isServedOverHttp2(Gateway gateway) {
        throw new IllegalStateException("gnutls-cli sends lines of text, but not to " + gateway.port());
    }

    /// Without `@ParameterizedTest`, for the same reason.
    @Override
    void asksAgainOverHttp2WhenItsEarlyRequestIsRefused(Refusal refusal, Gateway gateway) {
        throw new IllegalStateException("gnutls-cli sends lines of text, but not to " + gateway.port());
    }

    @Override
    Set<Refusal> refusals() {
        return EnumSet.complementOf(EnumSet.of(Refusal.OTHER_PROTOCOL, Refusal.HELLO_RETRY));
    }

    @Override
    boolean asksOnItsFirstConnection() {
        return false;
    }
}
