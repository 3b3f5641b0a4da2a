package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Several endpoints of one upstream: who gets how much, and what becomes of requests while some take no connection.
class BalancingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static Endpoint endpoint(int port, int weight) {
        return new Endpoint(false, "127.0.0.1", port, weight);
    }

    private static HopGateway gateway(Endpoint... endpoints) {
        return HopGateway.before(new Upstream("up", "up", UpstreamProtocol.HTTP1, Arrays.asList(endpoints), false,
                UpstreamTls.DEFAULTS));
    }

    /// A port that is taken and refuses connections.
    private static Socket refusing() throws IOException {
        Socket bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return bound;
    }

    private static List<String> answers(HopGateway gateway, int count) throws IOException {
        try (Http1Peer client = gateway.connect()) {
            return IntStream.range(0, count).mapToObj(_ -> answer(client)).toList();
        }
    }

    private static String answer(Http1Peer client) {
        try {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            return client.readHead().substring(9, 12) + " " + client.readBody();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void sharesRequestsByWeight() throws Exception {
        try (ScriptedUpstream heavy = ScriptedUpstream.answering("heavy");
                ScriptedUpstream light = ScriptedUpstream.answering("light");
                ScriptedUpstream out = ScriptedUpstream.answering("out");
                HopGateway gateway = gateway(endpoint(heavy.port(), 3), endpoint(light.port(), 1),
                        endpoint(out.port(), 0))) {
            List<String> answers = answers(gateway, 40);

            assertThat(answers).filteredOn("200 heavy"::equals).hasSize(30);
            assertThat(answers).filteredOn("200 light"::equals).hasSize(10);
            // Smoothly: the light one's turn comes once in each four.
            assertThat(answers.subList(0, 4)).contains("200 light");
        }
    }

    @Test
    void oneClientsRequestsShareOneConnectionToEachEndpoint() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok");
                HopGateway gateway = gateway(endpoint(upstream.port(), 1))) {
            answers(gateway, 20);

            assertThat(upstream.connections()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointThatRefusesFailsNoRequest() throws Exception {
        try (Socket refusing = refusing();
                ScriptedUpstream upstream = ScriptedUpstream.answering("ok");
                HopGateway gateway = gateway(endpoint(refusing.getLocalPort(), 1), endpoint(upstream.port(), 1))) {
            assertThat(answers(gateway, 40)).containsOnly("200 ok");
        }
    }

    @Test
    void anEndpointThatFailsInTlsFailsNoRequest() throws Exception {
        try (ScriptedUpstream noTls = new ScriptedUpstream(connection -> connection.write("220 hello\r\n"));
                ScriptedUpstream upstream = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(), connection -> {
                    while (connection.readHead() != null) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                HopGateway gateway = HopGateway.before(new Upstream("up", "up", UpstreamProtocol.AUTO,
                        List.of(new Endpoint(true, "127.0.0.1", noTls.port(), 1),
                                new Endpoint(true, "127.0.0.1", upstream.port(), 1)),
                        false, HopGateway.IDENTITY.trusted()))) {
            assertThat(answers(gateway, 10)).containsOnly("200 ok");
        }
    }

    @Test
    void anEndpointThatComesBackGetsItsShareAgain() throws Exception {
        try (Socket reserved = refusing();
                ScriptedUpstream first = ScriptedUpstream.answering("first");
                HopGateway gateway = gateway(endpoint(first.port(), 1), endpoint(reserved.getLocalPort(), 1))) {
            assertThat(answers(gateway, 4)).containsOnly("200 first");
            int port = reserved.getLocalPort();
            reserved.close();
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            try (ScriptedUpstream second = new ScriptedUpstream(server, connection -> {
                while (connection.readHead() != null) {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
                }
            }); Http1Peer client = gateway.connect()) {
                // It is asked again once its rest is over; until then every request is served by the other.
                String answer = "200 first";
                while (answer.equals("200 first")) {
                    answer = answer(client);
                }
                assertThat(answer).isEqualTo("200 second");
            }
        }
    }

    @Test
    void whenAllRefuseTheClientIsToldThatItMayTryAgain() throws Exception {
        try (Socket one = refusing();
                Socket two = refusing();
                HopGateway gateway = gateway(endpoint(one.getLocalPort(), 1), endpoint(two.getLocalPort(), 1))) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 502 ")
                        .contains("urn:postern:problem:upstream-unreachable", "\"retryable\":true");
            }
            assertThat(gateway.requests("502")).isEqualTo(3);
        }
    }

    @Test
    void anUpstreamWithoutAnEndpointInServiceIsUnavailable() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok");
                HopGateway gateway = gateway(endpoint(upstream.port(), 0))) {
            assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 503 ").contains("urn:postern:problem:no-endpoint");
            assertThat(upstream.connections()).isZero();
        }
    }
}
