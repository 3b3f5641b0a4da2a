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

/// Clients that send a head with `Expect: 100-continue` and wait to be told to go on (RFC 9110 10.1.1): until then it is the upstream that is
/// waited for, and from then on the client.
@Timeout(120)
class InvitedBodyTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /// Time enough for a busy machine to send a body.
    private static final Duration ENOUGH = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofMinutes(2);

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    private static HopGateway gateway(Carrier.Serving upstream, Duration body, Duration firstByte) {
        return new HopGateway.Settings().timeouts(new RouteTimeouts(LONG, body, body, firstByte, LONG, LONG))
                .before(upstream.configuration());
    }

    private static Exchange expecting(Carrier front, HopGateway gateway) throws Exception {
        return front.connect(gateway).head("POST /", false, "expect", "100-continue");
    }

    @OverEachPair
    void anUpstreamThatTakesItsTimeToInviteIsNotTheClientsFault(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            Thread.sleep(ENOUGH.plus(SHORT));
            exchange.head("100", false);
            String body = exchange.readBody();
            exchange.head("200", false).data("got " + body, true);
        });
                HopGateway gateway = gateway(upstream, ENOUGH, LONG);
                Exchange client = expecting(front, gateway)) {
            assertThat(client.readHead()).isEqualTo("100");
            client.data("all", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("got all");
        }
    }

    @OverEachPair
    void anUpstreamThatNeitherInvitesNorAnswersIsAGatewayTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.awaitsNothing();
        });
                HopGateway gateway = gateway(upstream, LONG, SHORT);
                Exchange client = expecting(front, gateway)) {
            assertThat(client.readHead()).isEqualTo("504");
            assertThat(client.readBody()).contains("urn:postern:problem:upstream-timeout");
        }
    }

    @OverEachPair
    void aClientThatIsInvitedAndSendsNothingIsARequestTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("100", false);
            exchange.endsWell();
        });
                HopGateway gateway = gateway(upstream, SHORT, LONG);
                Exchange client = expecting(front, gateway)) {
            assertThat(client.readHead()).isEqualTo("100");
            assertThat(client.readHead()).isEqualTo("408");
        }
    }

    @OverEachPair
    void aClientThatGoesOnUnaskedAndStopsIsARequestTimeout(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.endsWell();
        });
                HopGateway gateway = gateway(upstream, SHORT, LONG);
                Exchange client = expecting(front, gateway)) {
            client.data("x", false);
            assertThat(client.readHead()).isEqualTo("408");
        }
    }

    /// The upstream has its whole time from the end of the body, however long it took to invite it.
    @OverEachPair
    void theTimeForAnAnswerBeginsAgainBehindTheBody(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            Thread.sleep(ENOUGH.dividedBy(2));
            exchange.head("100", false);
            exchange.readBody();
            Thread.sleep(ENOUGH.dividedBy(2).plus(SHORT));
            exchange.head("200", true);
        });
                HopGateway gateway = gateway(upstream, LONG, ENOUGH);
                Exchange client = expecting(front, gateway)) {
            assertThat(client.readHead()).isEqualTo("100");
            client.data("all", true);
            assertThat(client.readHead()).isEqualTo("200");
        }
    }

    @OverEachPair
    void anUpstreamThatDoesNotAnswerABodyThatCameUnaskedIsAGatewayTimeout(Carrier front, Carrier back)
            throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.readBody();
            exchange.awaitsNothing();
        });
                HopGateway gateway = gateway(upstream, LONG, SHORT);
                Exchange client = expecting(front, gateway)) {
            client.data("", true);
            assertThat(client.readHead()).isEqualTo("504");
        }
    }
}
