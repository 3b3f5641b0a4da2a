package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/// Connections to upstreams that are used again, and the two ways in which that goes wrong: the upstream has closed it meanwhile, or
/// something of the last exchange is still on it.
class UpstreamReuseTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// Its first connection takes a second request and closes without an answer, as one does that closes it for its idleness at that
    /// moment. Later ones answer.
    private static ScriptedUpstream closingOnTheSecondRequest() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        return new ScriptedUpstream(connection -> {
            boolean first = connections.incrementAndGet() == 1;
            for (int request = 1; connection.readHead() != null; request++) {
                if (first && request == 2) {
                    return;
                }
                connection.skipBody();
                connection.write(OK);
            }
        });
    }

    private static String second(String request) throws Exception {
        try (ScriptedUpstream upstream = closingOnTheSecondRequest();
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            client.write("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readHead();
            client.readBody();
            client.write(request);
            String head = client.readHead();
            String body = client.readBody();
            upstream.nextHead();
            long sent = upstream.heads.stream().filter(one -> one.contains(" /second ")).count();
            return head.substring(9, 12) + " " + body + " sent " + sent;
        }
    }

    @Test
    void anIdempotentRequestOnAStaleConnectionIsSentOnceMore() throws Exception {
        assertThat(second("GET /second HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo("200 ok sent 2");
        assertThat(second("DELETE /second HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo("200 ok sent 2");
    }

    @Test
    void aPostOnAStaleConnectionIsNotSentTwice() throws Exception {
        assertThat(second("POST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"))
                .startsWith("502 ").contains("urn:postern:problem:upstream-reset").endsWith("sent 1");
        assertThat(second("POST /second HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")).startsWith("502 ")
                .endsWith("sent 1");
    }

    @Test
    void aRequestWhoseBodyIsGoneIsNotSentTwice() throws Exception {
        assertThat(second("PUT /second HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")).startsWith("502 ")
                .endsWith("sent 1");
    }

    @Test
    void aRequestThatFoundAStaleConnectionGoesToAnotherEndpointIfItsOwnIsGone() throws Exception {
        // Bound, so that nobody else takes the port when its server has left it.
        try (ScriptedUpstream stays = ScriptedUpstream.answering("ok");
                Leaving leaves = new Leaving();
                HopGateway gateway = HopGateway.before(new Upstream("up", "up", UpstreamProtocol.HTTP1,
                        List.of(new Endpoint(false, "127.0.0.1", leaves.upstream.port(), 1000),
                                new Endpoint(false, "127.0.0.1", stays.port(), 1)),
                        false, UpstreamTls.DEFAULTS));
                Http1Peer client = gateway.connect()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(client.readBody()).isEqualTo("leaving");
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(client.readBody()).isEqualTo("ok");
        }
    }

    /// Answers once; at the second request it stops listening, then closes the connection.
    private static final class Leaving implements AutoCloseable {
        private final java.net.ServerSocket server = new java.net.ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        final ScriptedUpstream upstream = new ScriptedUpstream(server, connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nleaving");
            connection.readHead();
            int port = port();
            server.close();
            reserve(port);
        });
        private Socket reservation;

        Leaving() throws IOException {}

        private int port() {
            return server.getLocalPort();
        }

        private void reserve(int port) throws IOException {
            reservation = new Socket();
            reservation.setReuseAddress(true);
            reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        @Override
        public void close() throws IOException {
            upstream.close();
            if (reservation != null) {
                reservation.close();
            }
        }
    }

    @Test
    void aConnectionThatClosedWhileIdleIsNotUsed() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch gatewayLeft = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            boolean first = connections.incrementAndGet() == 1;
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write(OK);
                if (first) {
                    connection.socket.shutdownOutput();
                }
            }
            gatewayLeft.countDown();
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.readHead();
            client.readBody();
            assertThat(gatewayLeft.await(20, TimeUnit.SECONDS)).isTrue();
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void whatStandsBehindAnAnswerIsNotTakenForTheNext() throws Exception {
        String poisoned = OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            String head = connection.readHead();
            while (head != null) {
                connection.write(head.startsWith("GET /first ") ? poisoned : OK);
                head = connection.readHead();
            }
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            // The second waits behind the first, so that it is sent in the very moment in which the first is answered.
            client.write("GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n");

            for (int i = 0; i < 2; i++) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                assertThat(client.readBody()).isEqualTo("ok");
            }
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionWhoseRequestWasAnsweredBeforeItsEndIsNotUsedAgain() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
            }
        });
                HopGateway gateway = HopGateway.before(upstream)) {
            for (int i = 1; i <= 2; i++) {
                try (Http1Peer client = gateway.connect()) {
                    client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
                    assertThat(client.readHead()).startsWith("HTTP/1.1 413 ").contains("connection: close");
                    assertThat(client.readBody()).isEqualTo("no");
                    assertThat(client.in.read()).isEqualTo(-1);
                }
                assertThat(upstream.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void aConnectionThatTheUpstreamWantsClosedIsNotUsedAgain() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            }
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            for (int i = 1; i <= 2; i++) {
                client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").doesNotContain("connection: close");
                client.readBody();
                assertThat(upstream.connections()).isEqualTo(i);
            }
        }
    }
}
