package dev.postern.gateway.proxy;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// A connection that became a WebSocket passes bytes at the pace of the slower side, each way: what is not read is not taken, either.
@Timeout(180)
class WebSocketPaceTest {
    private static final int MEGABYTES = 40;
    /// What the sockets of both hops may hold, with what the gateway may: far from the whole.
    private static final long MOST_UNDER_WAY = 24L << 20;

    enum Front {
        PLAIN,
        TLS;

        Http1Peer connect(HopGateway gateway) throws IOException {
            return this == PLAIN ? gateway.connect() : gateway.connectSecurely();
        }
    }

    private final LongBody body = new LongBody(MEGABYTES);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private static void becomeWebSocket(Http1Peer client) throws IOException {
        client.write(WebSocketTest.UPGRADE);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
    }

    private LongBody.Sum sumUp(Http1Peer reader) throws IOException {
        LongBody.Summing sum = new LongBody.Summing();
        byte[] piece = new byte[LongBody.PIECE];
        long left = body.length();
        while (left > 0) {
            int taken = reader.in.read(piece, 0, (int) Math.min(left, piece.length));
            if (taken < 0) {
                throw new IOException("closed with " + left + " bytes to come");
            }
            sum.add(piece, taken);
            left -= taken;
        }
        return sum.sum();
    }

    private void awaitPermission() throws IOException {
        try {
            goOn.await(150, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpstreamThatStopsReadingStopsTheClient(Front front) throws Exception {
        CompletableFuture<LongBody.Sum> read = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(WebSocketTest.SWITCHED);
            awaitPermission();
            read.complete(sumUp(connection));
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = front.connect(gateway)) {
            becomeWebSocket(client);
            body.startWritingTo(new Http1Exchange(client));

            assertThat(body.pushedUntilStill()).isLessThan(MOST_UNDER_WAY);
            goOn.countDown();
            assertThat(read.get(120, TimeUnit.SECONDS)).isEqualTo(body.written());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatStopsReadingStopsTheUpstream(Front front) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(WebSocketTest.SWITCHED);
            body.writeTo(new Http1Exchange(connection));
            awaitPermission();
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = front.connect(gateway)) {
            becomeWebSocket(client);

            assertThat(body.pushedUntilStill()).isLessThan(MOST_UNDER_WAY);
            assertThat(sumUp(client)).isEqualTo(body.written());
            goOn.countDown();
        }
    }

    /// Each way has a pace of its own: a client that reads nothing is heard all the same.
    @ParameterizedTest
    @EnumSource
    void aSideThatIsStoppedIsStillRead(Front front) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(WebSocketTest.SWITCHED);
            body.startWritingTo(new Http1Exchange(connection));
            heard.complete(connection.readLine());
            awaitPermission();
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = front.connect(gateway)) {
            becomeWebSocket(client);
            body.pushedUntilStill();
            client.write("still here\n");

            assertThat(heard.get(30, TimeUnit.SECONDS)).isEqualTo("still here");
            goOn.countDown();
        }
    }
}
