package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.Firefox;
import dev.postern.interop.peer.PeerExecutable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// A browser loads a page of an upstream of others through the whole gateway, posts from it, and stays until the gateway has sent it
/// away once, so that it comes back with a ticket: before that, the page's script does not end, and Firefox takes no picture.
@Tag(Peer.BIG)
@ExtendWith(GatewayExtension.class)
@Peer(value = PeerExecutable.FIREFOX, role = Peer.Role.CLIENT)
@Cannot(value = Mode.GATEWAY_EARLY_DATA_REFUSED, cases = "ALPN", because = "nobody tells a browser what to offer on its second connection; our engine refuses it for each reason")
@Cannot(value = {Mode.GATEWAY_EARLY_DATA_REFUSED,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, cases = "HelloRetryRequest", because = "the gateway takes the groups that a browser guesses; our engine refuses it for each reason")
class FirefoxThroughGatewayTest {
    private static final String WITHOUT_HTTP_2 = "network.http.http2.enabled=false";

    @BeforeEach
    void takeEarlyData(Gateway gateway) {
        gateway.takeEarlyData();
    }

    @AfterEach
    void takeEarlyDataAgain(Gateway gateway) {
        gateway.takeEarlyData();
    }

    @Test
    @Shows(Mode.HTTP_2)
    void loadsAPageOverHttp2(Gateway gateway) {
        load(gateway, "h2");
    }

    @Test
    @Shows(Mode.HTTP_1)
    void loadsAPageOverHttp1(Gateway gateway) {
        load(gateway, "http/1.1", WITHOUT_HTTP_2);
    }

    @Test
    @Shows(Mode.GATEWAY_RESUMED)
    void resumesWithoutEarlyDataWhenToldNotToSendAny(Gateway gateway) {
        assertThat(load(gateway, "h2", "security.tls.enable_0rtt_data=false")).anyMatch(Handshake::resumed)
                .allSatisfy(handshake -> assertThat(handshake.earlyData()).isEqualTo("not_offered"));
    }

    @Test
    @Shows(value = Mode.GATEWAY_EARLY_DATA_ACCEPTED, cases = "HTTP/2")
    void sendsEarlyDataOverHttp2ByItself(Gateway gateway) {
        assertThat(load(gateway, "h2")).extracting(Handshake::earlyData).contains("accepted");
    }

    @Test
    @Shows(value = Mode.GATEWAY_EARLY_DATA_ACCEPTED, cases = "HTTP/1.1")
    void sendsEarlyDataOverHttp1ByItself(Gateway gateway) {
        assertThat(load(gateway, "http/1.1", WITHOUT_HTTP_2)).extracting(Handshake::earlyData)
                .contains("accepted");
    }

    static Set<BrowserRefusal> refusals() {
        return EnumSet.allOf(BrowserRefusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED)
    void loadsThePageOverHttp1WhenItsEarlyDataIsRefused(BrowserRefusal refusal, Gateway gateway) {
        assertRefused(refusal, gateway, "http/1.1", WITHOUT_HTTP_2);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2)
    void loadsThePageOverHttp2WhenItsEarlyDataIsRefused(BrowserRefusal refusal, Gateway gateway) {
        assertRefused(refusal, gateway, "h2");
    }

    private static void assertRefused(BrowserRefusal refusal, Gateway gateway, String protocol,
            String... preferences) {
        long before = gateway.lastHandshake();
        try (Relay relay = refusal.to(gateway)) {
            // It takes its picture, and so ends well, only behind an answer to a resumed connection.
            Firefox.visit(page(relay), gateway.roots(), preferences);
        }

        assertThat(gateway.restlessHandshakesAfter(before, 2))
                .extracting(Handshake::earlyDataReason, Handshake::alpn).contains(tuple(refusal.reason(), protocol));
    }

    private static String page(Relay relay) {
        return "https://localhost:" + relay.port() + "/page";
    }

    /// @return the handshakes that went well
    private static List<Handshake> load(Gateway gateway, String protocol, String... preferences) {
        long before = gateway.lastHandshake();
        Firefox.visit(gateway.restlessUrl("/page"), gateway.roots(), preferences);

        List<Handshake> ours = gateway.restlessHandshakesAfter(before, 2).stream()
                .filter(handshake -> handshake.result().equals("success")).toList();
        assertThat(ours).allSatisfy(handshake -> {
            assertThat(handshake.version()).isEqualTo("TLSv1.3");
            assertThat(handshake.group()).isEqualTo("X25519MLKEM768");
            assertThat(handshake.alpn()).isEqualTo(protocol);
            assertThat(handshake.host()).isEqualTo("localhost");
        }).anyMatch(handshake -> !handshake.resumed()).anyMatch(Handshake::resumed);
        return ours;
    }
}
