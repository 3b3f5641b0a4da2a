package dev.postern.gateway.proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// Bodies pass as they come: in pieces, at the pace of the slower side, and never whole in our memory.
class ProxyStreamingTest {
    private static final int MEGABYTES = 40;
    /// What the sockets of both hops may hold, with what the gateway may: far from the whole.
    private static final long MOST_UNDER_WAY = 24L << 20;

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    @OverEachPair
    void aPieceIsForwardedBeforeTheNextIsSent(Carrier front, Carrier back) throws Exception {
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false);
            for (int i = 0; i < 5; i++) {
                exchange.data(exchange.readPiece(5).toUpperCase(java.util.Locale.ROOT), false);
            }
            exchange.readBody();
            exchange.data("END", true);
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            client.data("ping0", false);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readPiece(5)).isEqualTo("PING0");
            for (int i = 1; i < 5; i++) {
                client.data("ping" + i, false);
                assertThat(client.readPiece(5)).isEqualTo("PING" + i);
            }
            client.data("", true);
            assertThat(client.readBody()).endsWithIgnoringCase("END");
        }
    }

    @OverEachPair
    void aClientThatStopsReadingStopsTheUpstream(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(MEGABYTES);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false, "content-length", Long.toString(body.length()));
            body.writeTo(exchange);
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            client.reads(false);
            assertThat(body.pushedUntilStill()).isLessThan(MOST_UNDER_WAY);
            client.reads(true);
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.sumUp()).isEqualTo(body.written());
        }
    }

    @OverEachPair
    void anUpstreamThatStopsReadingStopsTheClient(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(MEGABYTES);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.reads(false);
            exchange.readHead();
            goOn.await(60, TimeUnit.SECONDS);
            exchange.reads(true);
            exchange.head("200", false).data(exchange.sumUp().toString(), true);
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false);
            body.startWritingTo(client);
            assertThat(body.pushedUntilStill()).isLessThan(MOST_UNDER_WAY);
            goOn.countDown();
            assertThat(client.readHead()).isEqualTo("200");
            assertThat(client.readBody()).isEqualToIgnoringCase(body.written().toString());
        }
    }

    @Test
    void clientsThatStopReadingDoNotStopOthersOnTheSameUpstreamConnection() throws Exception {
        List<LongBody> bodies = List.of(new LongBody(8), new LongBody(8), new LongBody(8));
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            Exchange exchange = new Http2Exchange(stream, () -> {
            });
            String path = exchange.readHead();
            exchange.head("200", false);
            if (path.equals("GET /small")) {
                exchange.data("ok", true);
            } else {
                bodies.get(Integer.parseInt(path.substring(5))).writeTo(exchange);
            }
        });
                HopGateway gateway = HopGateway.before(upstream)) {
            List<Exchange> slow = new ArrayList<>();
            for (int i = 0; i < bodies.size(); i++) {
                slow.add(Carrier.HTTP1.connect(gateway).head("GET /" + i, true));
                assertThat(bodies.get(i).pushedUntilStill()).isPositive();
            }
            try (Exchange fast = Carrier.HTTP1.connect(gateway)) {
                fast.head("GET /small", true);
                assertThat(fast.readHead()).isEqualTo("200");
                assertThat(fast.readBody()).isEqualTo("ok");
            }
            assertThat(upstream.connections).hasSize(1);
            for (int i = 0; i < bodies.size(); i++) {
                assertThat(slow.get(i).readHead()).isEqualTo("200");
                assertThat(slow.get(i).sumUp()).isEqualTo(bodies.get(i).written());
                slow.get(i).close();
            }
        }
    }

    @Test
    void anUploadThatStandsStillDoesNotStopTheOtherStreamsOfItsConnection() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        LongBody body = new LongBody(32);
        try (Carrier.Serving upstream = Carrier.HTTP1.serve(exchange -> {
            if (exchange.readHead().startsWith("POST")) {
                goOn.await(60, TimeUnit.SECONDS);
                exchange.head("200", false).data(exchange.sumUp().toString(), true);
            } else {
                exchange.head("200", false).data("ok", true);
            }
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Http2Client client = gateway.connectHttp2()) {
            Exchange upload = new Http2Exchange(client.open(), client);
            upload.head("POST /", false);
            body.startWritingTo(upload);
            assertThat(body.pushedUntilStill()).isLessThan(body.length());
            Http2Peer small = client.get("/small");
            assertThat(small.head().status().toString()).isEqualTo("200");
            assertThat(small.body()).isEqualTo("ok");
            goOn.countDown();
            assertThat(upload.readHead()).isEqualTo("200");
            assertThat(upload.readBody()).isEqualTo(body.written().toString());
        }
    }
}
