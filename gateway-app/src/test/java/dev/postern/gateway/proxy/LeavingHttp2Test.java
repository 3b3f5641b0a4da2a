package dev.postern.gateway.proxy;

import dev.postern.tls.socket.Http2Wire;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;

/// A gateway that leaves, and an HTTP/2 connection with something under way on it.
@Timeout(120)
class LeavingHttp2Test {
    private static final Duration DRAIN = Duration.ofSeconds(60);
    /// Netty's own patience with a connection that is told to close, and some.
    private static final Duration LONG = Duration.ofSeconds(33);

    private static int lastStreamOfGoAway(Http2Wire client) throws IOException {
        return ByteBuffer.wrap(client.await(frame -> frame.type() == Http2FrameTypes.GO_AWAY).payload()).getInt();
    }

    @Test
    void itsAnswerIsWholeHoweverLongItTakesWithinTheDrain() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            await(ready);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, true, ":method", "GET", ":scheme", "https", ":authority", "localhost", ":path", "/");
            assertThat(upstream.nextHead()).startsWith("GET /");
            long start = System.nanoTime();
            CompletableFuture<Void> left = gateway.leave(DRAIN);
            assertThat(lastStreamOfGoAway(client)).as("whatever is on its way").isEqualTo(Integer.MAX_VALUE);
            assertThat(lastStreamOfGoAway(client)).as("what was taken").isEqualTo(1);
            Thread.sleep(LONG.minusNanos(System.nanoTime() - start));
            assertThat(left).isNotDone();
            ready.countDown();
            assertThat(client.answer(1)).isEqualTo("200 ok");
            assertThat(client.isClosedByPeer()).isTrue();
            left.join();
        }
    }

    private static void await(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
