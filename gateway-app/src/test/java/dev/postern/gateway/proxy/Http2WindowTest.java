package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;

/// Windows of HTTP/2 (RFC 9113 5.2) on both sides of the hop, played by one thread, frame by frame: one end may send as the other reads,
/// and what lies in between is bounded.
@Timeout(120)
class Http2WindowTest {
    /// What an end may send that has been told nothing.
    private static final int WINDOW = 65_535;
    private static final int MORE = 1 << 20;
    /// A stream's window, and what a channel takes before it says that it is full.
    private static final int MOST_HELD = (256 + 64 + 16) * 1024;
    private static final int MORE_THAN_EVER_ALLOWED = 64 << 20;

    /// A message on its way: from one end of the hop to the other.
    private record Flow(Http2Wire from, int fromStream, Http2Wire to, int toStream) {

        /// Sends until nothing more is allowed, however often one asks.
        int sendUntilStill() throws IOException {
            int before = -1;
            while (from.sent(fromStream) > before) {
                before = from.sent(fromStream);
                from.fillWindow(fromStream, MORE_THAN_EVER_ALLOWED);
                from.fence();
            }
            return before;
        }

        /// Reads so much, and sends what is allowed meanwhile.
        void read(int bytes) throws IOException {
            int left = bytes;
            while (left > 0) {
                from.fence();
                from.fillWindow(fromStream, MORE_THAN_EVER_ALLOWED);
                left -= to.nextData(toStream).payload().length;
            }
            assertThat(left).isZero();
        }

        void allow(int bytes) throws IOException {
            to.openWindow(0, bytes);
            to.openWindow(toStream, bytes);
        }
    }

    private ServerSocket server;
    private HopGateway gateway;
    private Http2Wire client;
    private Http2Wire upstream;
    private int upstreamStream;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        gateway = HopGateway.before(HopGateway.upstream(UpstreamProtocol.H2C, server.getLocalPort()));
        client = gateway.connectHttp2Wire();
        client.headers(1, false, ":method", "POST", ":scheme", "https", ":authority", "localhost", ":path", "/");
        upstream = Http2Wire.server(server.accept());
        upstreamStream = upstream.nextRequest().stream();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        upstream.close();
        gateway.close();
        server.close();
    }

    @Test
    void aClientMaySendAsItsUpstreamReads() throws IOException {
        pours(new Flow(client, 1, upstream, upstreamStream));
    }

    @Test
    void anUpstreamMaySendAsItsClientReads() throws IOException {
        upstream.headers(upstreamStream, false, ":status", "200");
        pours(new Flow(upstream, upstreamStream, client, 1));
    }

    private static void pours(Flow flow) throws IOException {
        flow.read(WINDOW);
        int first = flow.sendUntilStill();
        assertThat(first - WINDOW).as("held while the reader takes nothing").isBetween(0, MOST_HELD);
        flow.allow(MORE);
        flow.read(MORE);
        int second = flow.sendUntilStill();
        assertThat(second - WINDOW - MORE).as("held while the reader takes nothing again").isBetween(0, MOST_HELD);
    }
}
