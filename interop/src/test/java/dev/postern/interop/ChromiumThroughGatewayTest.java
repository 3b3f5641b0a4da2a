package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.gateway.Relay;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.Chromium;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
/// away once, so that it comes back with a ticket.
@ExtendWith(GatewayExtension.class)
@Peer(value = PeerExecutable.CHROMIUM, role = Peer.Role.CLIENT)
@Cannot(value = Mode.GATEWAY_EARLY_DATA_REFUSED, cases = "ALPN", because = "nobody tells a browser what to offer on its second connection; our engine refuses it for each reason")
@Cannot(value = {Mode.GATEWAY_EARLY_DATA_REFUSED,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, cases = "HelloRetryRequest", because = "the gateway takes the groups that a browser guesses; our engine refuses it for each reason")
class ChromiumThroughGatewayTest {
    /// Off by default.
    private static final String EARLY = "--enable-features=EnableTLS13EarlyData";

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
        load(gateway, "http/1.1", "--disable-http2");
    }

    @Test
    @Shows(Mode.GATEWAY_RESUMED)
    void resumesAndSendsNothingEarlyByItself(Gateway gateway) {
        assertThat(load(gateway, "h2")).anyMatch(Handshake::resumed)
                .allSatisfy(handshake -> assertThat(handshake.earlyData()).isEqualTo("not_offered"));
    }

    @Test
    @Shows(value = Mode.GATEWAY_EARLY_DATA_ACCEPTED, cases = "HTTP/2")
    void sendsEarlyDataOverHttp2WhenToldTo(Gateway gateway) {
        assertThat(load(gateway, "h2", EARLY)).extracting(Handshake::earlyData).contains("accepted");
    }

    @Test
    @Shows(value = Mode.GATEWAY_EARLY_DATA_ACCEPTED, cases = "HTTP/1.1")
    void sendsEarlyDataOverHttp1WhenToldTo(Gateway gateway) {
        assertThat(load(gateway, "http/1.1", "--disable-http2", EARLY)).extracting(Handshake::earlyData)
                .contains("accepted");
    }

    static Set<BrowserRefusal> refusals() {
        return EnumSet.allOf(BrowserRefusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED)
    void loadsThePageOverHttp1WhenItsEarlyDataIsRefused(BrowserRefusal refusal, Gateway gateway) {
        assertRefused(refusal, gateway, "http/1.1", EARLY, "--disable-http2");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2)
    void loadsThePageOverHttp2WhenItsEarlyDataIsRefused(BrowserRefusal refusal, Gateway gateway) {
        assertRefused(refusal, gateway, "h2", EARLY);
    }

    private static void assertRefused(BrowserRefusal refusal, Gateway gateway, String protocol, String... switches) {
        long before = gateway.lastHandshake();
        try (Relay relay = refusal.to(gateway)) {
            assertThat(Chromium.visit(page(relay), gateway.identity().certificate(), switches).page())
                    .contains("a page through the gateway", "GET tls=TLSv1.3 resumed=true");
        }

        assertThat(gateway.restlessHandshakesAfter(before, 2))
                .extracting(Handshake::earlyDataReason, Handshake::alpn).contains(tuple(refusal.reason(), protocol));
    }

    private static String page(Relay relay) {
        return "https://localhost:" + relay.port() + "/page";
    }

    /// @return the handshakes that went well
    private static List<Handshake> load(Gateway gateway, String protocol, String... switches) {
        long before = gateway.lastHandshake();
        Chromium.Visit visit = Chromium.visit(gateway.restlessUrl("/page"), gateway.identity().certificate(), switches);

        assertThat(visit.page()).contains("a page through the gateway", "posted by a browser",
                "GET tls=TLSv1.3 resumed=true");
        assertThat(visit.connections()).hasSizeGreaterThan(1).allSatisfy(theirs -> {
            assertThat(theirs.version()).isEqualTo("TLS 1.3");
            assertThat(theirs.group()).isEqualTo(NamedGroup.X25519MLKEM768.code());
            assertThat(theirs.protocol()).contains(protocol);
        }).anyMatch(theirs -> !theirs.resumed()).anyMatch(Chromium.TlsConnection::resumed);

        List<Handshake> ours = gateway.restlessHandshakesAfter(before, visit.connections().size()).stream()
                .filter(handshake -> handshake.result().equals("success")).toList();
        assertThat(ours).allSatisfy(handshake -> {
            assertThat(handshake.version()).isEqualTo("TLSv1.3");
            assertThat(handshake.group()).isEqualTo("X25519MLKEM768");
            assertThat(handshake.alpn()).isEqualTo(protocol);
            assertThat(handshake.host()).isEqualTo("localhost");
        });
        assertThat(ours).extracting(Handshake::resumed)
                .containsAll(visit.connections().stream().map(Chromium.TlsConnection::resumed).toList());
        return ours;
    }
}
