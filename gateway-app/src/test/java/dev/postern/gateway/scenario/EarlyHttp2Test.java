package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// HTTP/2 streams that came as early data, before their client knew the server's settings (RFC 9113 3.3).
@Timeout(120)
class EarlyHttp2Test {
    private static final int MANY = 100;

    @TempDir
    static Path folder;
    private static EarlyClients clients;
    private static ServerSocket inOrder;

    @BeforeAll
    static void start() throws Exception {
        clients = new EarlyClients(folder);
        inOrder = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        clients.gateway.route(clients.host, "/ordered",
                clients.gateway.upstream("one connection", inOrder.getLocalPort(), true, "h2c"), "hold");
    }

    @AfterAll
    static void stop() throws Exception {
        inOrder.close();
        clients.close();
    }

    @BeforeEach
    void forget() {
        clients.upstream.heads.clear();
    }

    @Test
    @EarlyDataRule({"1.12", "3.5"})
    void aHundredStreamsThatCameBeforeTheSettingsAreParkedAndGoOnInOrder() throws Exception {
        double before = held();
        try (EarlyHttp2 client = clients.connectHttp2()) {
            for (int i = 0; i < MANY; i++) {
                client.get(1 + 2 * i, "/ordered/" + i);
            }
            client.start();
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");

            client.finish();
            try (Socket accepted = inOrder.accept(); Http2Wire upstream = Http2Wire.server(accepted)) {
                for (int i = 0; i < MANY; i++) {
                    Http2Wire.Frame request = upstream.nextRequest();
                    assertThat(request.fields().path()).hasToString("/ordered/" + i);
                    assertThat(request.fields().contains("early-data")).isFalse();
                    upstream.headers(request.stream(), true, ":status", "204");
                }
                assertThat(client.wire.answers(MANY)).hasSize(MANY).allSatisfy(
                        (_, answer) -> assertThat(answer).isEqualTo("204"));
            }
        }
        Await.until("all of them count as held and confirmed", () -> held() == before + MANY);
    }

    private static double held() {
        return clients.gateway.meter("postern_tls_early_data_requests_total{action=\"held\",end=\"confirmed\"}");
    }

    @Test
    @EarlyDataRule("3.5")
    void eachStreamIsDecidedForItself() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.get(1, "/hold/1").get(3, "/allow/3").get(5, "/tooEarly/5").start();

            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/3 ").containsIgnoringCase("early-data: 1");
            assertThat(client.wire.answer(5)).startsWith("425");
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).isEmpty();

            client.finish();
            assertThat(clients.upstream.nextHead()).startsWith("GET /hold/1 ").doesNotContainIgnoringCase("early-data");
            assertThat(client.wire.answer(1)).startsWith("200").endsWith(EarlyClients.ANSWER);
            assertThat(client.get(7, "/tooEarly/7").wire.answer(7)).as("no longer early").startsWith("200");
        }
    }

    @Test
    void aStreamThatIsResetWhileItWaitsReachesNobodyAndHoldsUpNoOther() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.get(1, "/hold/1").get(3, "/hold/3").start();
            client.finish();
            client.wire.answer(3);
            assertThat(clients.upstream.nextHead() + clients.upstream.nextHead()).contains("/hold/1", "/hold/3");
        }
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.get(1, "/hold/1").get(3, "/hold/3").wire.reset(1);
            client.start();
            client.finish();
            assertThat(client.wire.answer(3)).startsWith("200");
            assertThat(clients.upstream.nextHead()).startsWith("GET /hold/3 ");
            assertThat(clients.upstream.heads).isEmpty();
        }
    }

    /// The window of a stream is larger than what is kept of a parked body: the rest waits with the client, and none is lost.
    @Test
    void aBodyThatIsLongerThanWhatIsParkedArrivesWholeBehindFinished() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.wire.headers(1, false, ":method", "POST", ":scheme", "https", ":authority", EarlyClients.HOST,
                    ":path", "/hold/long").data(1, false, new byte[15_000]);
            client.start();
            client.finish();
            for (int sent = 15_000; sent < 60_000; sent += 9_000) {
                client.wire.data(1, sent + 9_000 == 60_000, new byte[9_000]);
            }
            assertThat(client.wire.answer(1)).startsWith("200").endsWith(" to 60000");
        }
    }
}
