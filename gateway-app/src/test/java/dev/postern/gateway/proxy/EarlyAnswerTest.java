package dev.postern.gateway.proxy;

import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// An answer that is there before its request is whole, over HTTP/2: the client gets all of it, and is told then that the rest of its
/// request is not wanted (RFC 9113 8.1).
class EarlyAnswerTest {
    private static final int WINDOW = 65_535;
    private static final String[] POST = {":method", "POST", ":scheme", "https", ":authority", "localhost", ":path",
        "/"};

    @Test
    void theGatewaysOwnIsWhole() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok");
                HopGateway gateway = HopGateway.before(upstream);
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, ":method", "TRACE", ":scheme", "https", ":authority", "localhost", ":path", "/");

            assertThat(client.wholeAnswer(1)).matches("405 \\{.*urn:postern:problem:method-not-allowed.*} reset 0");
        }
    }

    @Test
    void anUpstreamsIsWholeThoughItIsLargerThanTheClientsWindow() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        // So little waits for the window that all of it was taken from the upstream.
        int length = WINDOW + 1_000;
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 403 No\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
            await(over);
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, POST).data(1, false, "the beginning");
            int received = 0;
            while (received < WINDOW) {
                received += client.nextData(1).payload().length;
            }
            // Whatever the gateway had to say, it has said it by now.
            client.fence();
            client.openWindow(0, length);
            client.openWindow(1, length);
            while (received < length) {
                received += client.nextData(1).payload().length;
            }
            assertThat(received).isEqualTo(length);
            assertThat(client.wholeAnswer(1)).isEqualTo("reset 0");
            over.countDown();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
