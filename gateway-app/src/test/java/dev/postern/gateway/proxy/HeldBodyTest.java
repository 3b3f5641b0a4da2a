package dev.postern.gateway.proxy;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Request bodies that wait for the gateway: no client is blamed for what it cannot hasten, and one that is waited for still is.
@Timeout(120)
class HeldBodyTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /// Time enough for a busy machine to send the rest of a body.
    private static final Duration ENOUGH = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String EARLY_POST = "POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n";

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch speaks = new CountDownLatch(1);
    private ScriptedUpstream upstream;
    private HopGateway gateway;

    /// Its connections stand when the test lets it speak TLS.
    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(), connection -> {
            reached.countDown();
            try {
                speaks.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            while (connection.readHead() != null) {
                String body = "got " + connection.readBody();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /// @param body what one may pause, and take
    private void gateway(Duration body) {
        gateway = new HopGateway.Settings().early(EarlyDataAction.HOLD)
                .timeouts(new RouteTimeouts(LONG, body, body, LONG, LONG, LONG)).before(HopGateway.secureUpstream(
                        UpstreamProtocol.HTTP1, HopGateway.IDENTITY.trusted(), upstream.port()));
    }

    @AfterEach
    void stop() throws IOException {
        speaks.countDown();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(value = Carrier.class, names = {"HTTP1", "HTTP1_OVER_TLS", "HTTP2"})
    void aWholeOneMayWaitForItsUpstreamForAsLongAsThatMayTake(Carrier front) throws Exception {
        gateway(SHORT);
        try (Exchange client = front.connect(gateway)) {
            client.head("POST /", false, "content-length", "5").data("whole", true);
            letItSpeakAfter(SHORT);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("got whole");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Carrier.class, names = {"HTTP1", "HTTP1_OVER_TLS", "HTTP2"})
    void oneThatIsNotReadMayWaitTooAndGoesOnThen(Carrier front) throws Exception {
        gateway(ENOUGH);
        try (Exchange client = front.connect(gateway)) {
            client.head("POST /", false, "content-length", "5").data("who", false);
            letItSpeakAfter(ENOUGH);
            assertThat(upstream.nextHead()).startsWith("POST / ");
            client.data("le", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("got whole");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Carrier.class, names = {"HTTP1", "HTTP1_OVER_TLS", "HTTP2"})
    void oneThatIsReadAgainHasItsTimesAgain(Carrier front) throws Exception {
        gateway(SHORT);
        try (Exchange client = front.connect(gateway)) {
            client.head("POST /", false, "content-length", "5").data("who", false);
            letItSpeakAfter(SHORT);
            assertThat(upstream.nextHead()).startsWith("POST / ");
            assertThat(client.readHead()).isEqualTo("408");
        }
    }

    @Test
    @EarlyDataRule("3.10")
    void aWholeOneOfAnEarlyRequestMayWaitForFinished() throws Exception {
        gateway(SHORT);
        speaks.countDown();
        try (EngineSocket client = FailedHandshakeTest.early(gateway, EARLY_POST + "whole")) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            Thread.sleep(SHORT.multipliedBy(4));
            client.raw(finished);
            assertThat(client.untilText("got whole")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void oneOfAnEarlyRequestThatIsNotWholeIsWaitedForNoLongerThanAnother() throws Exception {
        gateway(SHORT);
        try (EngineSocket client = FailedHandshakeTest.early(gateway, EARLY_POST + "who")) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
            assertThat(upstream.heads).isEmpty();
        }
    }

    /// When a body that was not held would have run out of its time.
    private void letItSpeakAfter(Duration body) throws InterruptedException {
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(body.plus(SHORT.multipliedBy(3)));
        speaks.countDown();
    }
}
