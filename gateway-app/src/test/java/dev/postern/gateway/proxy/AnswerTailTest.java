package dev.postern.gateway.proxy;

import dev.postern.gateway.listener.ListenerSettings;
import dev.postern.gateway.routes.MinimumRate;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// What is left of an answer when its upstream has said all of it: the client that takes no more of it is not waited for, and the one that
/// takes it slowly gets all.
@Timeout(120)
class AnswerTailTest {
    private static final int WINDOW = 65_535;
    /// So little waits for the client's window that all of it was taken from the upstream.
    private static final int TAIL = 30_000;
    private static final int CANCEL = 8;
    /// More than the kernel's buffers at both ends hold, less than waits before a reset.
    private static final int READ_SLOWLY = 60_000;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORT = Duration.ofSeconds(1);
    /// For clients that have to get on within it although the machine may have better things to do.
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(2_500);

    private static RouteTimeouts responseIdle(Duration idle) {
        return new RouteTimeouts(LONG, LONG, LONG, LONG, idle, LONG);
    }

    private static RouteTimeouts responseRate(long bytesPerSecond, Duration grace) {
        return responseIdle(LONG).withMinimumRate(new MinimumRate(0, bytesPerSecond, grace));
    }

    private static double counted(HopGateway gateway, String reason) {
        var counter = gateway.registry.find("postern.http.timeouts").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(endNanos);
            Thread.sleep(10);
        }
    }

    private static ScriptedUpstream answering(int length) throws IOException {
        return ScriptedUpstream.answering("x".repeat(length));
    }

    // HTTP/2

    private static Http2Wire asking(HopGateway gateway) throws IOException {
        return gateway.connectHttp2Wire().headers(1, true, ":method", "GET", ":scheme", "https", ":authority",
                "localhost", ":path", "/");
    }

    private static void read(Http2Wire client, int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            left -= client.nextData(1).payload().length;
        }
        assertThat(left).isZero();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"clientStalled", "responseRate", "total"})
    void aStreamWhoseWindowStaysShutIsReset(String reason) throws Exception {
        RouteTimeouts timeouts = switch (reason) {
            case "clientStalled" -> responseIdle(SHORT);
            case "responseRate" -> responseRate(1_000_000, SHORT);
            default -> new RouteTimeouts(LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(5));
        };
        try (ScriptedUpstream upstream = answering(WINDOW + TAIL);
                HopGateway gateway = new HopGateway.Settings().timeouts(timeouts)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1,
                                upstream.port()));
                Http2Wire client = asking(gateway)) {
            read(client, WINDOW);
            await(() -> gateway.requests("200") == 1);
            Http2Wire.Frame end = client.await(frame -> frame.stream() == 1
                    && frame.type() == Http2FrameTypes.RST_STREAM);
            assertThat(end.number()).isEqualTo(CANCEL);
            assertThat(counted(gateway, reason)).isEqualTo(1);

            // The connection is none the worse for it.
            client.openWindow(0, 2 * (WINDOW + TAIL));
            client.headers(3, true, ":method", "TRACE", ":scheme", "https", ":authority", "localhost", ":path", "/");
            assertThat(client.answer(3)).startsWith("405");
        }
    }

    /// Each step is within the time, all of them are not.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"clientStalled", "responseRate"})
    void aStreamWhoseWindowOpensABitAtATimeIsWhole(String reason) throws Exception {
        RouteTimeouts timeouts = reason.equals("clientStalled") ? responseIdle(LONG_ENOUGH)
                : responseRate(2_000, LONG_ENOUGH);
        try (ScriptedUpstream upstream = answering(WINDOW + TAIL);
                HopGateway gateway = new HopGateway.Settings().timeouts(timeouts)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1,
                                upstream.port()));
                Http2Wire client = asking(gateway)) {
            read(client, WINDOW);
            await(() -> gateway.requests("200") == 1);
            client.openWindow(0, TAIL);
            int step = TAIL / 5;
            for (int left = TAIL; left > step; left -= step) {
                Thread.sleep(STEP);
                client.openWindow(1, step);
                read(client, step);
            }
            client.openWindow(1, step);
            assertThat(client.answer(1)).as("what was left, and its end").isEqualTo("x".repeat(step));
            assertThat(counted(gateway, reason)).isZero();
        }
    }

    /// The same while the upstream has more to say, and waits.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aStreamThatTakesLessThanItsUpstreamWaitsForIsNotTakenForOneThatStands() throws Exception {
        int length = 4 * WINDOW;
        try (ScriptedUpstream upstream = answering(length);
                HopGateway gateway = new HopGateway.Settings().timeouts(responseIdle(LONG_ENOUGH))
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1,
                                upstream.port()));
                Http2Wire client = asking(gateway)) {
            client.openWindow(0, length);
            read(client, WINDOW);
            for (int steps = 0; steps < 6; steps++) {
                Thread.sleep(STEP);
                client.openWindow(1, 8_000);
                read(client, 8_000);
            }
            client.openWindow(1, length);
            assertThat(client.answer(1)).as("what was left, and its end").hasSize(length - WINDOW - 6 * 8_000);
        }
    }

    /// Every window is open, but nobody reads the connection, so that a reset does not leave, either.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatNobodyReadsEndsWithItsStreams() throws Exception {
        int streams = 40;
        try (ScriptedUpstream upstream = answering(TAIL);
                HopGateway gateway = new HopGateway.Settings().timeouts(responseIdle(Duration.ofSeconds(3)))
                        .loops(ShallowSockets.LOOPS)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.openWindow(0, streams * TAIL);
            for (int i = 0; i < streams; i++) {
                client.headers(1 + 2 * i, true, ":method", "GET", ":scheme", "https", ":authority", "localhost",
                        ":path", "/");
            }
            await(() -> gateway.requests("200") == streams);
            await(() -> counted(gateway, "clientStalled") > 0);
            await(() -> gateway.connections() == 0);
        }
    }

    /// It hears of the reset behind what it has not read yet, however long that takes it.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatIsReadSlowlyIsNotClosedForAResetThatWaits() throws Exception {
        int streams = 40;
        try (ScriptedUpstream upstream = answering(TAIL);
                HopGateway gateway = new HopGateway.Settings().timeouts(responseIdle(Duration.ofSeconds(3)))
                        .loops(ShallowSockets.LOOPS)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
                SSLSocket socket = ShallowSockets.secure(gateway, "h2")) {
            Http2Wire client = Http2Wire.client(socket.getInputStream(), socket.getOutputStream());
            client.openWindow(0, streams * TAIL);
            for (int i = 0; i < streams; i++) {
                client.headers(1 + 2 * i, true, ":method", "GET", ":scheme", "https", ":authority", "localhost",
                        ":path", "/");
            }
            await(() -> counted(gateway, "clientStalled") > 0);
            long resetNanos = System.nanoTime();
            for (int left = READ_SLOWLY; left > 0;) {
                left -= client.await(_ -> true).payload().length;
            }
            // Longer than a client has that takes nothing at all.
            Thread.sleep(Duration.ofSeconds(35).minusNanos(System.nanoTime() - resetNanos));
            assertThat(gateway.connections()).isEqualTo(1);
            assertThat(client.await(frame -> frame.type() == Http2FrameTypes.RST_STREAM).number()).isEqualTo(CANCEL);
        }
    }

    // HTTP/1.1

    enum Ask {
        KEEP_ALIVE("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        CLOSE("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        /// Answered before it is whole: what is left of it is read and dropped while the client reads.
        LEFT_OPEN("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");

        private final String request;

        Ask(String request) {
            this.request = request;
        }
    }

    private static HopGateway shallow(ScriptedUpstream upstream, RouteTimeouts timeouts) {
        return new HopGateway.Settings().timeouts(timeouts).loops(ShallowSockets.LOOPS)
                .listener(AnswerTailTest::restless)
                .before(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
    }

    /// Keep-alive is how long a connection may lie idle, which it does not while an answer is on its way.
    private static ListenerSettings restless(ListenerSettings settings) {
        return settings.withTimes(settings.header(), SHORT, settings.maxAge());
    }

    private static ScriptedUpstream answeringAtOnce() throws IOException {
        return new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + ShallowSockets.LENGTH + "\r\n\r\n"
                        + "x".repeat(ShallowSockets.LENGTH));
            }
        });
    }

    private static Socket asking(HopGateway gateway, Ask ask, boolean secure) throws IOException {
        Socket socket = secure ? ShallowSockets.secure(gateway, "http/1.1") : ShallowSockets.connect(gateway.port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(ask.request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @ParameterizedTest(name = "{0}, over TLS: {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEP_ALIVE,false", "CLOSE,false", "LEFT_OPEN,false", "KEEP_ALIVE,true", "CLOSE,true"})
    void aConnectionWhoseClientTakesNothingIsClosed(Ask ask, boolean secure) throws Exception {
        try (ScriptedUpstream upstream = answeringAtOnce();
                HopGateway gateway = shallow(upstream, responseIdle(Duration.ofSeconds(3)));
                Socket client = asking(gateway, ask, secure)) {
            await(() -> gateway.requests("200") == 1);
            await(() -> counted(gateway, "clientStalled") == 1);
            await(() -> gateway.connections() == 0);
            assertThat(taken(client)).isLessThan(ShallowSockets.LENGTH);
        }
    }

    /// What comes until the connection ends, however it does.
    private static long taken(Socket client) {
        long taken = 0;
        byte[] piece = new byte[8192];
        try {
            for (int count = 0; count >= 0; count = client.getInputStream().read(piece)) {
                taken += count;
            }
        } catch (IOException cut) {
            // It was not closed in good order.
        }
        return taken;
    }

    @ParameterizedTest(name = "{0}, over TLS: {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEP_ALIVE,false", "CLOSE,false", "LEFT_OPEN,false", "KEEP_ALIVE,true", "CLOSE,true"})
    void aConnectionWhoseClientTakesABitAtATimeGetsAll(Ask ask, boolean secure) throws Exception {
        try (ScriptedUpstream upstream = answeringAtOnce();
                HopGateway gateway = shallow(upstream, responseIdle(LONG_ENOUGH));
                Socket client = asking(gateway, ask, secure)) {
            await(() -> gateway.requests("200") == 1);
            InputStream in = client.getInputStream();
            for (int steps = 0; steps < 5; steps++) {
                Thread.sleep(STEP);
                assertThat(in.readNBytes(ShallowSockets.LENGTH / 6)).hasSize(ShallowSockets.LENGTH / 6);
            }
            assertThat(5 * (ShallowSockets.LENGTH / 6) + taken(client)).isGreaterThan(ShallowSockets.LENGTH);
            assertThat(counted(gateway, "clientStalled")).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLeavingGatewayWaitsForTheTailOfAnAnswerAndClosesBehindIt() throws Exception {
        try (ScriptedUpstream upstream = answeringAtOnce();
                HopGateway gateway = new HopGateway.Settings().timeouts(responseIdle(LONG)).loops(ShallowSockets.LOOPS)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
                Http1Peer idle = gateway.connect();
                Socket client = asking(gateway, Ask.KEEP_ALIVE, false)) {
            await(() -> gateway.requests("200") == 1);
            var left = gateway.leave(LONG);
            assertThat(idle.in.read()).as("closed, for it is idle").isNegative();

            assertThat(taken(client)).isGreaterThan(ShallowSockets.LENGTH);
            left.get(40, TimeUnit.SECONDS);
        }
    }

    /// Answers are small, the gateway's own more than others, but a client may ask for any number of them.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(booleans = {false, true})
    void aClientThatAsksOnAndReadsNothingIsNotReadAnyMore(boolean byTheGateway) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("fine");
                HopGateway gateway = shallow(upstream, responseIdle(Duration.ofSeconds(5)));
                Socket client = asking(gateway, Ask.KEEP_ALIVE, false)) {
            if (byTheGateway) {
                // It cannot be reached from now on.
                upstream.close();
            }
            byte[] many = Ask.KEEP_ALIVE.request.repeat(1000).getBytes(StandardCharsets.ISO_8859_1);
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.getOutputStream().write(many);
                    }
                } catch (IOException closed) {
                    // As it should be.
                }
            });
            await(() -> counted(gateway, "clientStalled") >= 1);
            asking.join();
            // What the kernel holds, what may wait in the gateway, and an answer or two more.
            assertThat(gateway.requests("200") + gateway.requests("502")).isLessThan(3_000);
        }
    }
}
