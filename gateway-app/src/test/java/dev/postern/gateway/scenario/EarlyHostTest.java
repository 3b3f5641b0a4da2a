package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// An early request is acted on by leave of its own host, as that is when the request comes: not by what the handshake's host let in, and
/// not by what was allowed a moment ago.
@Timeout(120)
class EarlyHostTest {
    private static final String OTHER = "other.localhost";

    @TempDir
    Path folder;
    private EarlyClients clients;

    @BeforeEach
    void start() throws Exception {
        clients = new EarlyClients(folder);
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
    }

    /// A host with the certificate of the first, whose route would act early.
    private void otherHost(boolean accept) throws Exception {
        String certificate = clients.gateway.json("/api/v1/hosts/" + clients.host).path("certificateIds").path(0)
                .asString("");
        String other = clients.gateway.host(OTHER, certificate,
                Map.of("earlyData", Map.of("issueMaxBytes", accept ? 16_384 : 0, "accept", accept)));
        clients.gateway.route(other, "/", clients.gateway.upstream("other", clients.upstream.port(), true), "allow");
        clients.gateway.awaitOpenGate();
    }

    @Test
    @EarlyDataRule("2.8")
    void oneThatAcceptsNoneGetsNoneOnAConnectionThatWasOpenedForAnother() throws Exception {
        otherHost(false);
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start("GET /pay HTTP/1.1\r\nHost: " + OTHER + "\r\n\r\n");
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertHeld("disabled");
            client.raw(finished);
            assertThat(clients.upstream.nextHead()).startsWith("GET /pay ").doesNotContainIgnoringCase("early-data");
        }
    }

    @Test
    void oneThatAcceptsNoneGetsNoneOverHttp2Either() throws Exception {
        otherHost(false);
        try (EarlyHttp2 client = clients.connectHttp2()) {
            getOther(client, 1).start();
            assertHeld("disabled");
            client.finish();
            assertThat(clients.upstream.nextHead()).startsWith("GET /other ").doesNotContainIgnoringCase("early-data");
        }
    }

    /// How much of its early data a host lets in was decided for the handshake's host alone.
    @Test
    void oneThatAcceptsSomeWaitsTooOnAConnectionThatWasOpenedForAnother() throws Exception {
        otherHost(true);
        try (EarlyHttp2 client = clients.connectHttp2()) {
            getOther(client, 1).get(3, "/allow/own").start();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/own ")
                    .containsIgnoringCase("early-data: 1");
            assertHeld("serverNameMismatch");
            client.finish();
            assertThat(clients.upstream.nextHead()).startsWith("GET /other ").doesNotContainIgnoringCase("early-data");
        }
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start("GET /other HTTP/1.1\r\nHost: " + OTHER + "\r\n\r\n");
            EarlyClients.keepFinishedBack(client);
            clients.gateway.awaitMeter("postern_early_data_held_total{reason=\"serverNameMismatch\"} 2.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "shadow"})
    @EarlyDataRule("2.6")
    void acceptingIsOverAtOnceForConnectionsToo(String reason) throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/first"));
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/first ");
            narrow(reason);
            client.send(EarlyClients.get("/allow/second"));
            assertHeld(reason);
            EarlyClients.finish(client);
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/second ")
                    .doesNotContainIgnoringCase("early-data");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "shadow"})
    void acceptingIsOverAtOnceForConnectionsOfHttp2Too(String reason) throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.get(1, "/allow/first").begin();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/first ");
            narrow(reason);
            client.get(3, "/allow/second").start();
            assertHeld(reason);
            client.finish();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/second ")
                    .doesNotContainIgnoringCase("early-data");
        }
    }

    /// A connection of HTTP/2 takes no second request before its upstream has said how many it takes.
    @Test
    void acceptingIsOverForARequestThatStillWaitsForItsUpstream() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                EarlyHttp2 client = clients.connectHttp2()) {
            clients.gateway.route(clients.host, "/silent",
                    clients.gateway.upstream("silent", silent.getLocalPort(), true, "h2c"), "allow");
            clients.gateway.awaitOpenGate();
            client.get(1, "/silent/first").get(3, "/silent/second").get(5, "/allow/marker").begin();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/marker ");
            narrow("disabled");
            try (Socket accepted = silent.accept(); Http2Wire upstream = Http2Wire.server(accepted)) {
                assertThat(upstream.nextRequest().fields().path()).hasToString("/silent/first");
                assertHeld("disabled");
                client.start().finish();
                Http2Wire.Frame second = upstream.nextRequest();
                assertThat(second.fields().path()).hasToString("/silent/second");
                assertThat(second.fields().contains("early-data")).isFalse();
            }
        }
    }

    @Test
    @EarlyDataRule("2.6")
    void aChangeThatNarrowsNothingStopsNoConnection() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket());
                EarlyHttp2 http2 = clients.connectHttp2()) {
            client.start(EarlyClients.get("/allow/first"));
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/first ");
            http2.get(1, "/allow/1").begin();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/1 ");

            clients.gateway.patch("/api/v1/hosts/" + clients.host, Map.of("earlyData", Map.of("issueMaxBytes", 8_192)));

            client.send(EarlyClients.get("/allow/second"));
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/second ")
                    .containsIgnoringCase("early-data: 1");
            http2.get(3, "/allow/3").start();
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/3 ").containsIgnoringCase("early-data: 1");
        }
    }

    private static EarlyHttp2 getOther(EarlyHttp2 client, int stream) throws Exception {
        client.wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", OTHER, ":path", "/other");
        return client;
    }

    private void narrow(String reason) {
        clients.gateway.patch("/api/v1/hosts/" + clients.host, Map.of("earlyData",
                switch (reason) {
                    case "disabled" -> Map.of("accept", false);
                    case "shadow" -> Map.of("acceptPercent", 0);
                    default -> throw new IllegalArgumentException(reason);
                }));
    }

    private void assertHeld(String reason) throws Exception {
        clients.gateway.awaitMeter("postern_early_data_held_total{reason=\"" + reason + "\"} 1.0");
        assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
        assertThat(clients.upstream.heads).as("the request that came before it is held").isEmpty();
    }
}
