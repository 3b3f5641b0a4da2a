package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.UpstreamProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The timeouts of a route, each set short while all others are long: it is the one that passes.
class RouteTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    private static HopGateway.Settings connectWithin(Duration connect) {
        return new HopGateway.Settings().timeouts(new RouteTimeouts(connect, LONG, LONG, LONG, LONG, LONG));
    }

    private static HopGateway.Settings with(Duration bodyIdle, Duration bodyTotal, Duration firstByte,
            Duration responseIdle, Duration total) {
        return new HopGateway.Settings()
                .timeouts(new RouteTimeouts(LONG, bodyIdle, bodyTotal, firstByte, responseIdle, total));
    }

    @Test
    void anEndpointThatTakesNoConnectionInTimeIsAGatewayTimeout() throws Exception {
        // Connections that nobody accepts fill the queue; after that the kernel answers no further one.
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HopGateway gateway = connectWithin(SHORT)
                        .before(HopGateway.upstream(UpstreamProtocol.HTTP1, full.getLocalPort()))) {
            fill(full, waiting);
            assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 504 ")
                    .contains("urn:postern:problem:upstream-unreachable", "\"retryable\":true");
        } finally {
            for (Socket one : waiting) {
                one.close();
            }
        }
    }

    private static void fill(ServerSocket full, List<Socket> waiting) throws IOException {
        try {
            while (waiting.size() < 64) {
                Socket next = new Socket();
                waiting.add(next);
                next.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 500);
            }
        } catch (java.net.SocketTimeoutException queueIsFull) {
            return;
        }
        throw new IOException("this kernel's queue of connections is never full");
    }

    @Test
    void anEndpointThatDoesNotFinishItsHandshakeInTimeIsAGatewayTimeout() throws Exception {
        try (ScriptedUpstream silent = new ScriptedUpstream(connection -> connection.in.readAllBytes());
                HopGateway gateway = connectWithin(SHORT).before(HopGateway.secureUpstream(UpstreamProtocol.AUTO,
                        HopGateway.IDENTITY.trusted(), silent.port()))) {
            assertThat(gateway.exchange(GET)).startsWith("HTTP/1.1 504 ")
                    .contains("urn:postern:problem:upstream-unreachable");
            silent.awaitEnd();
        }
    }

    @OverEachPair
    void anUpstreamThatDoesNotAnswerInTimeIsAGatewayTimeout(Carrier front, Carrier back) throws Exception {
        java.util.concurrent.CompletableFuture<String> end = new java.util.concurrent.CompletableFuture<>();
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.readBody();
            end.complete(exchange.awaitsNothing());
        });
                HopGateway gateway = with(LONG, LONG, SHORT, LONG, LONG).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("abc", true);
            assertThat(client.readHead()).isEqualTo("504");
            assertThat(client.readBody()).contains("urn:postern:problem:upstream-timeout");
            assertThat(end.get(30, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("gone");
        }
    }

    @OverEachPair
    void anAnswerThatStopsIsBrokenOff(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.awaitsNothing();
        });
                HopGateway gateway = with(LONG, LONG, LONG, SHORT, LONG).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.endsWell()).isFalse();
        }
    }

    @OverEachPair
    void aBodyThatStopsIsARequestTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.endsWell();
        });
                HopGateway gateway = with(SHORT, LONG, LONG, LONG, LONG).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("abc", false);
            assertThat(client.readHead()).isEqualTo("408");
            assertThat(client.readBody()).contains("urn:postern:problem:request-timeout");
        }
    }

    @OverEachPair
    void aBodyThatTricklesForTooLongIsARequestTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.endsWell();
        });
                HopGateway gateway = with(LONG, SHORT, LONG, LONG, LONG).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            Thread trickle = trickle(client);
            assertThat(client.readHead()).isEqualTo("408");
            trickle.interrupt();
            trickle.join();
        }
    }

    /// A byte now and then, until it is interrupted or the other side has had enough.
    private static Thread trickle(Exchange exchange) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    exchange.data("x", false);
                    Thread.sleep(20);
                }
            } catch (InterruptedException | RuntimeException over) {
                // Both are the end.
            }
        });
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP2,HTTP2"})
    void anUpstreamThatStopsReadingIsToBlameForIt(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(64);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.reads(false);
            exchange.readHead();
            Thread.sleep(LONG.toMillis());
        });
                HopGateway gateway = with(Duration.ofSeconds(3), LONG, LONG, LONG, LONG)
                        .before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            body.startWritingTo(client);
            assertThat(client.readHead()).isEqualTo("504");
        }
    }

    @OverEachPair
    void anExchangeThatTakesTooLongIsBrokenOff(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            trickle(exchange).join();
        });
                HopGateway gateway = with(LONG, LONG, LONG, LONG, Duration.ofSeconds(1))
                        .before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            // A machine may be so slow that it is over before it begins; see the next test for that.
            boolean begun = client.readHead().equals("200");
            assertThat(begun && client.endsWell()).isFalse();
        }
    }

    @OverEachPair
    void anExchangeThatTakesTooLongToBeginIsAGatewayTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.awaitsNothing();
        });
                HopGateway gateway = with(LONG, LONG, LONG, LONG, SHORT).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("504");
            assertThat(client.readBody()).contains("urn:postern:problem:request-timeout");
        }
    }
}
