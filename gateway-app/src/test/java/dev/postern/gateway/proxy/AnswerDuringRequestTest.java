package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.RouteTimeouts;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// Answers that begin before their request has ended, as those of an upstream that works on what it reads: which timeout holds then, and whose
/// fault it is when it passes.
@Timeout(120)
class AnswerDuringRequestTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /// Time enough for a busy machine to send the next piece.
    private static final Duration ENOUGH = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofMinutes(2);

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    private static HopGateway gateway(Carrier.Serving upstream, Duration bodyTotal, Duration responseIdle) {
        return new HopGateway.Settings()
                .timeouts(new RouteTimeouts(LONG, LONG, bodyTotal, LONG, responseIdle, LONG))
                .before(upstream.configuration());
    }

    private static double counted(HopGateway gateway, String reason) {
        var counter = gateway.registry.find("postern.http.timeouts").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitCount(HopGateway gateway, String reason) throws InterruptedException {
        while (counted(gateway, reason) == 0) {
            Thread.sleep(20);
        }
    }

    /// The time for a body is over with the body.
    @OverEachPair
    void aBodyThatCameInTimeLeavesTheAnswerAllOfItsOwn(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.readBody();
            Thread.sleep(ENOUGH.plus(SHORT));
            exchange.data("def", true);
        });
                HopGateway gateway = gateway(upstream, ENOUGH, LONG);
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("x", false);
            assertThat(client.readHead()).isEqualTo("200");
            client.data("y", true);
            assertThat(client.readBody()).isEqualTo("abcdef");
            assertThat(counted(gateway, "requestBody")).isZero();
        }
    }

    @OverEachPair
    void aBodyThatDoesNotIsTheClientsFault(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.endsWell();
        });
                HopGateway gateway = gateway(upstream, SHORT, LONG);
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("x", false);
            awaitCount(gateway, "requestBody");
        }
    }

    /// The upstream says nothing more until it has all, which takes longer than it may pause otherwise.
    @OverEachPair
    void anUploadThatMovesIsNotAnAnswerThatStopped(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.readBody();
            exchange.data("def", true);
        });
                HopGateway gateway = gateway(upstream, LONG, ENOUGH);
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("x", false);
            assertThat(client.readHead()).isEqualTo("200");
            long endNanos = System.nanoTime() + ENOUGH.plus(SHORT).toNanos();
            while (System.nanoTime() < endNanos) {
                client.data("x", false);
                Thread.sleep(50);
            }
            client.data("y", true);
            assertThat(client.readBody()).isEqualTo("abcdef");
            assertThat(counted(gateway, "responseIdle")).isZero();
        }
    }

    @OverEachPair
    void anUploadThatStopsIsTheClientsFaultAndNotTheUpstreams(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.endsWell();
        });
                HopGateway gateway = gateway(upstream, LONG, SHORT);
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("x", false);
            assertThat(client.readHead()).isEqualTo("200");
            awaitTimeout(gateway);
            assertThat(counted(gateway, "requestBody")).isEqualTo(1);
            assertThat(client.endsWell()).isFalse();
        }
    }

    @OverEachPair
    void anUpstreamThatStopsWhenItHasAllIsToBlameForIt(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false);
            exchange.readBody();
            exchange.awaitsNothing();
        });
                HopGateway gateway = gateway(upstream, LONG, ENOUGH);
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("x", false);
            assertThat(client.readHead()).isEqualTo("200");
            client.data("y", true);
            awaitTimeout(gateway);
            assertThat(counted(gateway, "responseIdle")).isEqualTo(1);
            assertThat(client.endsWell()).isFalse();
        }
    }

    /// Whichever of the two is blamed.
    private static void awaitTimeout(HopGateway gateway) throws InterruptedException {
        while (counted(gateway, "requestBody") + counted(gateway, "responseIdle") == 0) {
            Thread.sleep(20);
        }
    }
}
