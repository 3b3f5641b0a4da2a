package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests that came early in one flight, whose Finished is wrong while the first is answered. The attacker who replays them chooses the
/// moment: the answer ends while the connection's close is still under way.
@Timeout(120)
class FailedHandshakeTest {
    private static final String FIRST = "GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String SECOND = "POST /second HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi";

    /// One that its route would act on, too.
    private static final String THIRD = "GET /third HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final EarlyRequests GETS = new EarlyRequests(List.of("GET"), true);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    /// Answers when the test says so, and then sees whatever comes next.
    private void serve(ScriptedUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            connection.readBody();
            try {
                answers.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            answered.countDown();
        }
    }

    static EngineSocket early(HopGateway gateway, String requests) throws Exception {
        EngineSocket client = toBeEarly(gateway, "http/1.1");
        client.start(requests);
        return client;
    }

    /// A client that will send early data.
    static EngineSocket toBeEarly(HopGateway gateway, String protocol) throws Exception {
        TlsClientConfig config = TlsClientConfig.to("localhost").applicationProtocols(protocol).build();
        ClientSession ticket;
        try (EngineSocket first = new EngineSocket(gateway.environment, gateway.securePort(), config)) {
            first.handshake().until(() -> !first.sessions.isEmpty());
            ticket = first.sessions.getFirst();
        }
        return new EngineSocket(gateway.environment, gateway.securePort(), TlsClientConfig.to("localhost")
                .applicationProtocols(protocol).sessions(List.of(ticket)).earlyData(true).build());
    }

    private HopGateway allowing(ScriptedUpstream upstream) {
        return new HopGateway.Settings().early(EarlyDataAction.ALLOW).requests(GETS)
                .before(ForwardedHeadersTest.aware(upstream));
    }

    /// Its answer is in the kernel when the handshake fails, and the connection is still to be closed: it is read only if nobody cancels.
    @Test
    void anActedRequestIsCancelledAtOnce() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
                HopGateway gateway = allowing(upstream);
                EngineSocket client = early(gateway, FIRST)) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            assertThat(upstream.nextHead()).startsWith("GET /first ");
            finished[finished.length - 1] ^= 1;
            failWhileAnswered(gateway, () -> client.raw(finished));
            assertCancelled(upstream, gateway);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void anActedStreamIsCancelledAtOnce() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
                HopGateway gateway = allowing(upstream);
                EarlyHttp2 client = new EarlyHttp2(toBeEarly(gateway, "h2"), "localhost")) {
            client.get(1, "/first").start();
            assertThat(upstream.nextHead()).startsWith("GET /first ");
            failWhileAnswered(gateway, client::finishWrongly);
            assertCancelled(upstream, gateway);
        }
    }

    @Test
    void anActedRequestIsAnsweredWhereFinishedIsRight() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
                HopGateway gateway = allowing(upstream);
                EarlyHttp2 client = new EarlyHttp2(toBeEarly(gateway, "h2"), "localhost")) {
            client.get(1, "/first").start();
            assertThat(upstream.nextHead()).startsWith("GET /first ");
            failWhileAnswered(gateway, client::finish);
            assertThat(client.wire.answer(1)).isEqualTo("200 done");
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /// The last flight and then the upstream's answer reach the gateway in one turn of its loop.
    private void failWhileAnswered(HopGateway gateway, Step lastFlight) throws Exception {
        // Takes the loop some turns. What the kernel has shown stays first in its list until a turn finds nothing there.
        assertThat(gateway.exchange("rubbish\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        CountDownLatch letGo = holdLoop();
        lastFlight.run();
        awaitArrival(gateway.securePort());
        answers.countDown();
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        letGo.countDown();
    }

    private static void assertCancelled(ScriptedUpstream upstream, HopGateway gateway) throws Exception {
        upstream.awaitEnd();
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gateway.requests("499") + gateway.requests("200") == 0 && System.nanoTime() < endNanos) {
            Thread.sleep(10);
        }
        assertThat(gateway.requests("499")).as("told as cancelled").isEqualTo(1);
        assertThat(gateway.requests("200")).as("told as answered").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND, THIRD})
    void whatWaitedBehindAnActedRequestReachesNobody(String behind) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
                HopGateway gateway = new HopGateway.Settings().early(EarlyDataAction.ALLOW).requests(GETS)
                        .before(ForwardedHeadersTest.aware(upstream));
                EngineSocket client = early(gateway, FIRST + behind)) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            assertThat(upstream.nextHead()).startsWith("GET /first ").contains("\r\nearly-data: 1\r\n");
            finished[finished.length - 1] ^= 1;
            failWhileAnswered(gateway, () -> client.raw(finished));

            client.untilClosed();
            // What comes through another connection comes later than what went on unconfirmed.
            gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
            assertThat(upstream.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitedGoesOnWhereFinishedIsRight(boolean answeredBefore) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::serve);
                HopGateway gateway = new HopGateway.Settings().early(EarlyDataAction.ALLOW).requests(GETS)
                        .before(ForwardedHeadersTest.aware(upstream));
                EngineSocket client = early(gateway, FIRST + SECOND)) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            assertThat(upstream.nextHead()).startsWith("GET /first ");
            if (answeredBefore) {
                answers.countDown();
                client.untilText("done");
            }
            client.raw(finished);
            answers.countDown();
            assertThat(upstream.nextHead()).startsWith("POST /second ");
            client.until(() -> client.text().split("done", -1).length == 3);
        }
    }

    /// Until the kernel has what was sent to this port: a busy one may deliver it behind what somebody else sends next.
    private static void awaitArrival(int port) throws IOException {
        while (!hasUnread("/proc/net/tcp", port) && !hasUnread("/proc/net/tcp6", port)) {
            Thread.onSpinWait();
        }
    }

    /// Linux shows of each socket its own address, the other's, its state (1 is established), and what waits to be sent and to be read.
    private static boolean hasUnread(String sockets, int port) throws IOException {
        String own = ":%04X".formatted(port);
        return Files.readAllLines(Path.of(sockets)).stream().map(line -> line.strip().split("\\s+"))
                .anyMatch(socket -> socket[1].endsWith(own) && socket[3].equals("01")
                        && !socket[4].endsWith(":00000000"));
    }

    /// The event loop, until it is let go: what the kernel has by then it meets in one turn, in the order of its arrival.
    private static CountDownLatch holdLoop() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        for (EventExecutor loop : PlainGateway.LOOPS.onServer(true)) {
            loop.execute(() -> {
                held.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        return letGo;
    }
}
