package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.MinimumRate;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that send, or take, something now and then, so that no idle deadline ever passes.
@Timeout(120)
class MinimumRateTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final RouteTimeouts PATIENT = new RouteTimeouts(LONG, LONG, LONG, LONG, LONG, LONG);
    private static final long FAST = 1_000_000;
    private static final int MORE_THAN_A_WINDOW = 1 << 20;
    private static final String[] POST = {":method", "POST", ":scheme", "https", ":authority", "localhost", ":path",
        "/"};

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    /// For clients that have to keep up although the machine may have better things to do.
    private static final Duration LONG_GRACE = Duration.ofSeconds(8);

    private static HopGateway.Settings with(long request, long response) {
        return with(request, response, GRACE);
    }

    private static HopGateway.Settings with(long request, long response, Duration grace) {
        return new HopGateway.Settings().timeouts(PATIENT.withMinimumRate(new MinimumRate(request, response, grace)));
    }

    private static double counted(HopGateway gateway, String reason) {
        var counter = gateway.registry.find("postern.http.timeouts").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @OverEachPair
    void aBodyThatTricklesIsTooSlow(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.endsWell();
        });
                HopGateway gateway = with(FAST, 0).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            Thread trickle = trickle(client);
            assertThat(client.readHead()).isEqualTo("408");
            trickle.interrupt();
            trickle.join();
            assertThat(counted(gateway, "requestRate")).isEqualTo(1);
        }
    }

    /// The same trickle, for longer than the grace, where the rate is one that it keeps, and where there is none.
    @ParameterizedTest(name = "{0} to {1}, {2} bytes per second")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1,1", "HTTP1,HTTP1,0", "HTTP2,HTTP2,1", "HTTP2,HTTP2,0"})
    void aBodyThatKeepsTheRateIsNot(Carrier front, Carrier back, long rate) throws Exception {
        Duration grace = rate == 0 ? GRACE : LONG_GRACE;
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            String body = exchange.readBody();
            exchange.head("200", false).data(Integer.toString(body.length()), true);
        });
                HopGateway gateway = with(rate, FAST, grace).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            long endNanos = System.nanoTime() + grace.plusSeconds(2).toNanos();
            int sent = 0;
            while (System.nanoTime() < endNanos) {
                client.data("xxxxxxxx", false);
                sent += 8;
                Thread.sleep(20);
            }
            client.data("x", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo(Integer.toString(sent + 1));
        }
    }

    /// Its client would send, and cannot.
    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP2,HTTP2"})
    void anUpstreamThatReadsSlowlyIsNotItsClientsFault(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(24);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.reads(false);
            exchange.readHead();
            Thread.sleep(LONG_GRACE.plusSeconds(2));
            exchange.reads(true);
            exchange.sumUp();
            exchange.head("200", true);
        });
                HopGateway gateway = with(1_000, 0, LONG_GRACE).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            body.startWritingTo(client);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(counted(gateway, "requestRate")).isZero();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP2,HTTP2"})
    void aClientThatWaitsToBeToldToGoOnIsNotTooSlow(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            Thread.sleep(LONG_GRACE.plusSeconds(2));
            exchange.head("100", false);
            exchange.readBody();
            exchange.head("200", true);
        });
                HopGateway gateway = with(1, 0, LONG_GRACE).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false, "expect", "100-continue");
            assertThat(client.readHead()).isEqualTo("100");
            client.data("x", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(counted(gateway, "requestRate")).isZero();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP2,HTTP2"})
    void aClientThatWasToldToGoOnAndDoesNotIsTooSlow(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("100", false);
            exchange.endsWell();
        });
                HopGateway gateway = with(FAST, 0).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false, "expect", "100-continue");
            assertThat(client.readHead()).isEqualTo("100");
            assertThat(client.readHead()).isEqualTo("408");
            assertThat(counted(gateway, "requestRate")).isEqualTo(1);
        }
    }

    /// Other streams of the connection, whose upstream takes nothing, may have used up the window that all of them share.
    @ParameterizedTest(name = "used up: {0}")
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(booleans = {true, false})
    void aStreamIsTooSlowOnlyWhereItsConnectionsWindowLetsItSend(boolean usedUp) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HopGateway gateway = with(1_000, 0, Duration.ofSeconds(4))
                        .before(HopGateway.upstream(UpstreamProtocol.H2C, server.getLocalPort()));
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, POST);
            Http2Wire upstream = Http2Wire.server(server.accept());
            int first = upstream.nextRequest().stream();
            if (!usedUp) {
                assertThat(client.answer(1)).startsWith("408");
                return;
            }
            for (int stream = 3; client.sent(0) < client.allowed(0); stream += 2) {
                client.headers(stream, false, POST).fillWindow(stream, MORE_THAN_A_WINDOW);
                client.fence();
            }
            Thread.sleep(Duration.ofSeconds(6));
            upstream.headers(first, true, ":status", "204");
            assertThat(client.wholeAnswer(1)).isEqualTo("204  reset 0");
            assertThat(counted(gateway, "requestRate")).isZero();
            upstream.close();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP1", "HTTP2,HTTP2"})
    void anAnswerThatIsNotTakenIsBrokenOff(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(64);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false);
            body.writeTo(exchange);
        });
                HopGateway gateway = with(0, FAST).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            client.reads(false);
            awaitCount(gateway, "responseRate");
            client.reads(true);
            assertThat(client.endsWell()).isFalse();
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP1", "HTTP2,HTTP2"})
    void anAnswerThatIsTakenIsNot(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(16);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false);
            body.writeTo(exchange);
        });
                HopGateway gateway = with(FAST, 1).before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            client.reads(false);
            Thread.sleep(GRACE.multipliedBy(2));
            client.reads(true);
            assertThat(client.endsWell()).isTrue();
            assertThat(counted(gateway, "responseRate")).isZero();
        }
    }

    /// The gateway's own deadline for a pause of the upstream passes, but the pause is the client's.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aClientThatTakesNothingIsNotTakenForAnUpstreamThatStops() throws Exception {
        LongBody body = new LongBody(64);
        try (Carrier.Serving upstream = Carrier.HTTP1.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false);
            body.writeTo(exchange);
        });
                HopGateway gateway = new HopGateway.Settings()
                        .timeouts(new RouteTimeouts(LONG, LONG, LONG, LONG, LONG_GRACE, LONG))
                        .before(upstream.configuration());
                Exchange client = Carrier.HTTP1.connect(gateway)) {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            client.reads(false);
            awaitCount(gateway, "clientStalled");
            assertThat(counted(gateway, "responseIdle")).isZero();
        }
    }

    private static void awaitCount(HopGateway gateway, String reason) throws InterruptedException {
        while (counted(gateway, reason) == 0) {
            Thread.sleep(20);
        }
    }

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
}
