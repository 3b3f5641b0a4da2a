package dev.postern.gateway.proxy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import static org.assertj.core.api.Assertions.assertThat;

/// What messages have besides a head and a body: trailers, interim responses, and bodies that are not there. Over each pair of
/// protocols, for each translates them its own way.
class MessageFormsTest {
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2", "HTTP1_OVER_TLS,HTTP2"})
    @interface OverEachPair {
    }

    /// A client's part of an exchange.
    @FunctionalInterface
    private interface Asking {
        void run(Exchange client) throws Exception;
    }

    private static void between(Carrier front, Carrier back, Carrier.Script script, Asking asking) throws Exception {
        try (Carrier.Serving upstream = back.serve(script);
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            asking.run(client);
        }
    }

    @OverEachPair
    void trailersReachTheUpstream(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            String seen = exchange.readBody();
            exchange.head("200", false).data(seen, true);
        }, client -> {
            client.head("POST /", false, "te", "trailers").data("abc", false).trailers("x-sum", "6", "x-two", "2");
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("abc[x-sum: 6][x-two: 2]");
        });
    }

    @OverEachPair
    void trailersReachTheClient(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("200", false).data("abc", false).trailers("x-sum", "6");
        }, client -> {
            client.head("GET /", true, "te", "trailers");
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("abc[x-sum: 6]");
        });
    }

    @OverEachPair
    void trailersSayNothingThatBelongsIntoAHead(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            String seen = exchange.readBody();
            exchange.head("200", false).data(seen, false).trailers("set-cookie", "evil=1", "x-kept", "2");
        }, client -> {
            client.head("POST /", false).data("abc", false).trailers("x-forwarded-for", "10.9.9.9", "authorization",
                    "evil", "x-sum", "6");
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("abc[x-sum: 6][x-kept: 2]");
        });
    }

    @OverEachPair
    void aClientThatExpects100SendsItsBodyWhenTheUpstreamWantsIt(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            String expected = exchange.field("expect");
            exchange.head("100", false);
            exchange.head("200", false).data(expected + " " + exchange.readBody(), true);
        }, client -> {
            client.head("PUT /", false, "expect", "100-continue");
            assertThat(client.readHead()).isEqualTo("100");
            client.data("abc", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("100-continue abc");
        });
    }

    @OverEachPair
    void anUpstreamMayRefuseABodyThatWasNotSentYet(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("413", true);
        }, client -> {
            client.head("PUT /", false, "expect", "100-continue");
            assertThat(client.readHead()).isEqualTo("413");
        });
    }

    @OverEachPair
    void earlyHintsReachTheClient(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("103", false, "link", "</a.css>; rel=preload").head("103", false, "link", "</b.css>");
            exchange.head("200", false).data("abc", true);
        }, client -> {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("103");
            assertThat(client.field("link")).isEqualTo("</a.css>; rel=preload");
            assertThat(client.readHead()).isEqualTo("103");
            assertThat(client.field("link")).isEqualTo("</b.css>");
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualTo("abc");
        });
    }

    @OverEachPair
    void anAnswerToHeadHasALengthButNoBody(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("200", true, "content-length", "1234");
        }, client -> {
            client.head("HEAD /", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.field("content-length")).isEqualTo("1234");
            onlyTheHead(client, front);
        });
    }

    @OverEachPair
    void notModifiedHasALengthButNoBody(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("304", true, "content-length", "1234", "etag", "\"a\"");
        }, client -> {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("304");
            assertThat(client.field("etag")).isEqualTo("\"a\"");
            onlyTheHead(client, front);
        });
    }

    @OverEachPair
    void noContentHasNeitherLengthNorBody(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            // RFC 9110 8.6: a server MUST NOT send a Content-Length in a 204, and many do
            exchange.head("204", true, "content-length", "0");
        }, client -> {
            client.head("DELETE /", true);
            assertThat(client.readHead()).isEqualTo("204");
            assertThat(client.field("content-length")).isNull();
            assertThat(client.field("transfer-encoding")).isNull();
            onlyTheHead(client, front);
        });
    }

    /// The next answer stands right behind the head; in HTTP/2 the stream ended with it.
    private static void onlyTheHead(Exchange client, Carrier front) throws Exception {
        if (front == Carrier.HTTP2) {
            assertThat(client.readBody()).isEmpty();
        } else {
            client.head("HEAD /again", true);
            assertThat(client.readHead()).matches("200|204|304");
        }
    }

    @OverEachPair
    void anEmptyBodyIsNoBodyCutOff(Carrier front, Carrier back) throws Exception {
        between(front, back, exchange -> {
            exchange.readHead();
            exchange.head("200", true);
        }, client -> {
            client.head("GET /", true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.field("content-length")).isEqualTo("0");
            assertThat(client.readBody()).isEmpty();
        });
    }
}
