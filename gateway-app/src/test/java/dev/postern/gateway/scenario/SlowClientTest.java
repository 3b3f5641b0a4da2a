package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import javax.net.ssl.SSLContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that hold a connection and give nothing for it.
@Timeout(120)
class SlowClientTest {
    private static final String HOST = "slow.localhost";
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int DRIP_MILLIS = 20;
    /// A record of 4096 bytes that begins a ClientHello; the rest drips.
    private static final byte[] START_OF_HELLO = {22, 3, 1, 16, 0, 1, 0, 15, (byte) 252, 3, 3};
    private static final int RECORD_BYTES = 5 + 4096;

    @TempDir
    Path folder;
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
    private final SSLContext tls = JdkClient.trusting(authority.certificate());
    private ScriptedUpstream upstream;
    private OperatedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.answering("fine");
        gateway = new OperatedGateway(folder, "--postern.listeners[0].client-hello=1s");
        String host = gateway.host(HOST, gateway.certificate(HOST, authority.issue(List.of(HOST))),
                Map.of("timeouts", Map.of("header", "PT1S")));
        gateway.route(host, "/", gateway.upstream("fine", upstream.port(), false), "hold");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void oneThatSaysNothingMeetsTheClientHelloDeadline() throws Exception {
        try (Socket silent = connect()) {
            silent.setSoTimeout(PATIENCE_MILLIS);
            silent.getInputStream().readAllBytes();
        }
        assertHelloDeadlineIsTold();
    }

    @Test
    void oneThatDripsItsClientHelloMeetsTheClientHelloDeadline() throws Exception {
        int sent = 0;
        try (Socket dripping = connect()) {
            dripping.setSoTimeout(DRIP_MILLIS);
            dripping.getOutputStream().write(START_OF_HELLO);
            while (isOpen(dripping)) {
                dripping.getOutputStream().write(0);
                sent++;
            }
        } catch (IOException closedWhileSending) {
            // The same end, seen by the writing side.
        }
        assertThat(START_OF_HELLO.length + sent).as("it ended before its record was whole").isLessThan(RECORD_BYTES);
        assertHelloDeadlineIsTold();
    }

    @Test
    void oneThatDripsItsRequestHeadMeetsTheHeaderDeadline() throws Exception {
        try (JdkClient client = new JdkClient(tls, HOST, gateway.port())) {
            client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\nSlow: ");
            Thread dripper = Thread.ofVirtual().start(() -> drip(client));
            assertThat(client.answer()).startsWith("HTTP/1.1 408 ");
            dripper.interrupt();
            dripper.join();
        }
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    void oneThatSaysNothingAfterItsHandshakeMeetsTheHeaderDeadline() throws Exception {
        try (JdkClient client = new JdkClient(tls, HOST, gateway.port())) {
            long silentNanos = System.nanoTime();
            assertThat(client.untilClosed()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - silentNanos)).as("what ends it is not keep-alive, 75 s")
                    .isLessThan(Duration.ofMillis(PATIENCE_MILLIS));
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    }

    private static boolean isOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException stillWaiting) {
            return true;
        }
    }

    private static void drip(JdkClient client) {
        try {
            while (true) {
                Thread.sleep(DRIP_MILLIS);
                client.send("x");
            }
        } catch (IOException | InterruptedException over) {
            // The gateway closed, or the test has seen what it wanted.
        }
    }

    private void assertHelloDeadlineIsTold() throws Exception {
        Await.until("no failed handshake is told",
                () -> gateway.json("/actuator/tlshandshakes").path("byResult").path("failure").asInt(0) == 1);
        JsonNode failure = gateway.json("/actuator/tlshandshakes").path("recent").path(0).path("handshake")
                .path("failure");
        assertThat(failure.path("phase").asString("")).isEqualTo("clientHello");
        assertThat(failure.path("reason").asString("")).isEqualTo("clientHelloDeadline");
        assertThat(failure.path("fault").asString("")).isEqualTo("DEADLINE");
        gateway.awaitMeter(
                "postern_tls_handshake_failures_total{alert=\"general_error\",phase=\"clientHello\",reason=\"clientHelloDeadline\"} 1.0");
    }
}
