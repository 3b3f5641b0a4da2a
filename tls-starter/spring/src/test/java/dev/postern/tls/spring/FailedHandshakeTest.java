package dev.postern.tls.spring;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Safe handlers whose request is decided on, or taken up, only when the handshake has failed already. The attacker who replays a flight
/// chooses the moment: a request that waits behind another one is as good to him as one that is acted on at once.
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FailedHandshakeTest {
    private static ConfigurableApplicationContext application;

    private int filtered;
    private double held;

    @BeforeAll
    static void start() {
        application = SpringApplication.run(TestApplication.class,
                ("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.accept=true"
                        + " --postern.tls.early-data.issue-max-bytes=16384 " + TestApplication.bundleArguments())
                        .split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void look() {
        filtered = filtered();
        held = heldAndFailed();
    }

    @Test
    void aRequestWhoseHandlerIsFoundTooLateReachesNobody() throws Exception {
        try (EngineSocket client = early("http/1.1")) {
            client.start(get("/looked-up"));
            client.raw(wrong(finished(client)));
            assertThat(client.untilClosed()).isEmpty();
        }
        awaitHeldAndFailed(held + 1);
        assertThat(filtered()).isEqualTo(filtered);
    }

    @Test
    void aRequestWhoseHandlerIsFoundLateIsServedWhereFinishedIsRight() throws Exception {
        try (EngineSocket client = early("http/1.1")) {
            client.start(get("/looked-up"));
            client.raw(finished(client));
            assertThat(client.untilText("early=")).contains("early=true phase=CONFIRMED");
        }
        assertThat(filtered()).isEqualTo(filtered + 1);
    }

    @Test
    @EarlyDataRule("5.5")
    void aStreamWhoseHandlerIsFoundTooLateReachesNobody() throws Exception {
        try (EarlyHttp2 client = new EarlyHttp2(early("h2"), "localhost")) {
            client.get(1, "/looked-up").start().finishWrongly();
            client.socket.untilClosed();
        }
        awaitHeldAndFailed(held + 1);
        assertThat(filtered()).isEqualTo(filtered);
    }

    @Test
    void aStreamWhoseHandlerIsFoundLateIsServedWhereFinishedIsRight() throws Exception {
        try (EarlyHttp2 client = new EarlyHttp2(early("h2"), "localhost")) {
            client.get(1, "/looked-up").start().finish();
            assertThat(client.wire.answer(1)).isEqualTo("200 early=true phase=CONFIRMED");
        }
        assertThat(filtered()).isEqualTo(filtered + 1);
    }

    /// The first handler answers at the very news that the handshake failed, and the connection would go on with the next request.
    @Test
    @EarlyDataRule("5.5")
    void whatWaitsBehindASafeHandlerReachesNobody(CapturedOutput output) throws Exception {
        TestApplication.CANCELLED.drainPermits();
        try (EngineSocket client = early("http/1.1")) {
            client.start(get("/settled") + get("/safe"));
            byte[] finished = finished(client);
            acquireSettling();
            client.raw(wrong(finished));
            assertThat(client.untilClosed()).isEmpty();
        }
        assertThat(TestApplication.CANCELLED.tryAcquire(30, TimeUnit.SECONDS)).as("the handler was cancelled").isTrue();
        assertThat(filtered()).as("the first alone").isEqualTo(filtered + 1);
        assertThat(output.getAll()).doesNotContain("500 Server Error");
    }

    @Test
    @EarlyDataRule("5.5")
    void whatWaitsBehindASafeHandlerIsServedWhereFinishedIsRight() throws Exception {
        try (EngineSocket client = early("http/1.1")) {
            client.start(get("/settled") + get("/safe"));
            client.raw(finished(client));
            assertThat(client.untilText("early=")).contains("settled CONFIRMED");
        }
        assertThat(filtered()).isEqualTo(filtered + 2);
    }

    private static void acquireSettling() throws InterruptedException {
        assertThat(TestApplication.SETTLING.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    private static byte[] wrong(byte[] finished) {
        finished[finished.length - 1] ^= 1;
        return finished;
    }

    private static byte[] finished(EngineSocket client) throws IOException {
        return client.until(() -> client.engine().stage() == Stage.CONNECTED).heldBack();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static int filtered() {
        return application.getBean(TestApplication.class).filtered.get();
    }

    private static double heldAndFailed() {
        Counter counter = application.getBean(MeterRegistry.class).find("postern.tls.early_data.requests")
                .tag("action", "held").tag("end", "failed").counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitHeldAndFailed(double expected) throws InterruptedException {
        long patienceNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (heldAndFailed() != expected) {
            assertThat(System.nanoTime()).as("held and failed: %s", heldAndFailed()).isLessThan(patienceNanos);
            Thread.sleep(20);
        }
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

    private static EngineSocket open(TlsClientConfig.Builder config) throws IOException {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        return new EngineSocket(application.getBean(EngineEnvironment.class), port, config.build());
    }
}
