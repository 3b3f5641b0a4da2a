package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Handlers that wait, many requests on one connection, long bodies, and clients that do not finish: nothing hangs, nothing is left.
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class EarlyRequestsUnderStressTest {
    private static final int MANY = 100;
    private static ConfigurableApplicationContext application;

    /// Not as long as by default, and longer than anything here takes but for those who wait for it.
    @Configuration(proxyBeanMethods = false)
    static class ShortConfirmation {
        @Bean
        EngineEnvironment shortly(CryptoProvider crypto) {
            Limits d = Limits.DEFAULT;
            SecureRandom random = new SecureRandom();
            return new EngineEnvironment(crypto, random::nextBytes, System::currentTimeMillis,
                    new Limits(d.clientHelloBytes(), d.handshakeMessageBytes(), d.certificateMessageBytes(),
                            d.certificateChainLength(), d.pskIdentities(), d.keyShares(), d.extensions(),
                            d.postHandshakeMessages(), d.emptyRecords(), d.warningAlerts(), d.earlyDataBytes(),
                            d.unconfirmedBytes(), d.skippedEarlyDataBytes(), d.keyUpdateRecords(),
                            d.clientHelloDeadline(), d.handshakeDeadline(), Duration.ofSeconds(4)));
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication two = new SpringApplication(TestApplication.class, ShortConfirmation.class);
        application = two.run(("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.accept=true"
                + " --postern.tls.early-data.issue-max-bytes=16384 " + TestApplication.bundleArguments()).split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static EngineSocket open(TlsClientConfig.Builder config) throws IOException {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        return new EngineSocket(application.getBean(EngineEnvironment.class), port, config.build());
    }

    private static EngineSocket early(String protocol) throws IOException {
        ClientSession ticket;
        try (EngineSocket client = open(TlsClientConfig.to("localhost").applicationProtocols(protocol))) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            ticket = client.sessions.getFirst();
        }
        return open(TlsClientConfig.to("localhost").applicationProtocols(protocol).sessions(List.of(ticket))
                .earlyData(true));
    }

    private static EngineSocket start(String requests) throws IOException {
        EngineSocket client = early("http/1.1");
        client.start(requests);
        return client;
    }

    private static byte[] keepFinishedBack(EngineSocket client) throws IOException {
        return client.until(() -> client.engine().stage() == Stage.CONNECTED).heldBack();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static double requests(String action, String end) {
        Counter counter = application.getBean(MeterRegistry.class).find("postern.tls.early_data.requests")
                .tag("action", action).tag("end", end).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitRequests(String action, String end, double expected) throws InterruptedException {
        long patienceNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (requests(action, end) != expected) {
            assertThat(System.nanoTime()).as("%s and %s: %s", action, end, requests(action, end))
                    .isLessThan(patienceNanos);
            Thread.sleep(20);
        }
    }

    @Test
    void pipelinedRequestsAreHeldAndAnsweredInTheirOrder() throws Exception {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            pipeline.append(get("/numbered/" + i));
        }
        try (EngineSocket client = start(pipeline.toString())) {
            byte[] finished = keepFinishedBack(client);
            assertThat(client.text()).isEmpty();
            client.raw(finished);
            client.untilText("number " + (MANY - 1));
            int at = -1;
            for (int i = 0; i < MANY; i++) {
                int next = client.text().indexOf("number " + i + " CONFIRMED");
                assertThat(next).as("answer %d", i).isGreaterThan(at);
                at = next;
            }
        }
    }

    @Test
    void aHundredStreamsAreHeldAndAllAnswered() throws Exception {
        double before = requests("held", "confirmed");
        try (EarlyHttp2 client = new EarlyHttp2(early("h2"), "localhost")) {
            for (int i = 0; i < MANY; i++) {
                client.get(1 + 2 * i, "/numbered/" + i);
            }
            client.start().finish();
            Map<Integer, String> answers = client.wire.answers(MANY);
            for (int i = 0; i < MANY; i++) {
                assertThat(answers.get(1 + 2 * i)).isEqualTo("200 number " + i + " CONFIRMED");
            }
        }
        awaitRequests("held", "confirmed", before + MANY);
    }

    @Test
    void streamsOfHandlersThatWaitAndOfOthersGoTheirOwnWays() throws Exception {
        try (EarlyHttp2 client = new EarlyHttp2(early("h2"), "localhost")) {
            client.get(1, "/waiting").get(3, "/safe").get(5, "/held").start();
            assertThat(client.wire.answer(3)).endsWith("early=true phase=EARLY");
            client.finish();
            assertThat(client.wire.answers(2)).containsEntry(1, "200 waited from EARLY to CONFIRMED")
                    .containsEntry(5, "200 early=true phase=CONFIRMED");
        }
    }

    @Test
    void aHandlerThatWaitsInTheMiddleGoesOn() throws Exception {
        try (EngineSocket client = start(get("/waiting"))) {
            byte[] finished = keepFinishedBack(client);
            assertThat(client.text()).isEmpty();
            client.raw(finished);
            client.untilText("waited from EARLY to CONFIRMED");
        }
    }

    @Test
    void aBodyThatIsLongerThanTheLimitArrivesWhole() throws Exception {
        try (EngineSocket client = start("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000\r\n\r\n"
                + "x".repeat(16_000))) {
            client.raw(keepFinishedBack(client));
            for (int sent = 16_000; sent < 400_000; sent += 48_000) {
                client.send("y".repeat(48_000));
            }
            client.untilText("length 400000");
        }
    }

    @Test
    void aWebSocketOpensBehindFinished() throws Exception {
        try (EngineSocket client = start("""
                GET /socket HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                \r
                """)) {
            byte[] finished = keepFinishedBack(client);
            assertThat(client.text()).isEmpty();
            client.raw(finished);
            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            // A text frame, masked with zeros (RFC 6455 5.2).
            client.send(new byte[]{(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
            client.untilText("echo hi");
        }
    }

    @Test
    void aClientThatNeverFinishesIsCutOffAndItsHandlerCancelled() throws Exception {
        double before = requests("allowed", "failed");
        try (EngineSocket client = start(get("/stalled"))) {
            acquire(TestApplication.STALLED);
            assertThat(client.untilClosed()).isEmpty();
        }
        acquire(TestApplication.CANCELLED);
        awaitRequests("allowed", "failed", before + 1);
    }

    @Test
    void aHundredStreamsOfAClientWhoseFinishedIsWrongAreAllCancelled(CapturedOutput output) throws Exception {
        double held = requests("held", "failed");
        double allowed = requests("allowed", "failed");
        int filtered = application.getBean(TestApplication.class).filtered.get();
        try (EarlyHttp2 client = new EarlyHttp2(early("h2"), "localhost")) {
            for (int i = 0; i < MANY; i += 2) {
                client.get(1 + 2 * i, "/numbered/" + i).get(3 + 2 * i, "/stalled");
            }
            client.start();
            for (int i = 0; i < MANY / 2; i++) {
                acquire(TestApplication.STALLED);
            }
            client.finishWrongly();
            client.socket.untilClosed();
        }
        for (int i = 0; i < MANY / 2; i++) {
            acquire(TestApplication.CANCELLED);
        }
        awaitRequests("held", "failed", held + MANY / 2);
        awaitRequests("allowed", "failed", allowed + MANY / 2);
        assertThat(application.getBean(TestApplication.class).filtered.get() - filtered)
                .as("what was held reached nobody").isEqualTo(MANY / 2);
        // Whoever replays flights fills no log with stack traces.
        assertThat(output.getAll()).contains("Early request never confirmed: GET from ")
                .doesNotContain("500 Server Error", "record does not open");
    }

    private static void acquire(Semaphore happened) throws InterruptedException {
        assertThat(happened.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
}
