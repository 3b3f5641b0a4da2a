package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.socket.Http2Wire;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that goes away takes its request with it.
class CancellationTest {
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"HTTP1,HTTP1", "HTTP1_OVER_TLS,HTTP2_IN_THE_CLEAR", "HTTP2,HTTP1", "HTTP2,HTTP2"})
    @interface OverEachPair {
    }

    /// Waits for the request's end at the upstream, which must not be a good one.
    private static void tellEnd(Exchange exchange, BlockingQueue<String> ends) {
        try {
            ends.add(exchange.endsWell() ? "whole" : "broken");
        } catch (Exception cut) {
            ends.add("broken");
        }
    }

    @OverEachPair
    void aClientThatLeavesWhileItWaitsCancelsTheRequest(Carrier front, Carrier back) throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        CountDownLatch arrived = new CountDownLatch(1);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            arrived.countDown();
            ends.add(exchange.awaitsNothing());
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            client.breakOff();
            assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("gone");
            await499(gateway);
        }
    }

    /// The upstream hears of it before it is counted.
    private static void await499(HopGateway gateway) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (gateway.requests("499") < 1 && System.nanoTime() < until) {
            Thread.sleep(10);
        }
        assertThat(gateway.requests("499")).isEqualTo(1);
    }

    @OverEachPair
    void aClientThatLeavesInTheMiddleOfItsBodyNeverCompletesIt(Carrier front, Carrier back) throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        CountDownLatch arrived = new CountDownLatch(1);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.readPiece(3);
            arrived.countDown();
            tellEnd(exchange, ends);
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("POST /", false).data("abc", false);
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            client.breakOff();
            assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("broken");
        }
    }

    @OverEachPair
    void aClientThatLeavesInTheMiddleOfTheAnswerStopsTheUpstream(Carrier front, Carrier back) throws Exception {
        LongBody body = new LongBody(256);
        try (Carrier.Serving upstream = back.serve(exchange -> {
            exchange.readHead();
            exchange.head("200", false);
            body.writeTo(exchange);
        });
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = front.connect(gateway)) {
            client.head("GET /", true);
            client.reads(false);
            body.pushedUntilStill();
            client.breakOff();
            assertThat(body.failure()).isNotNull();
        }
    }

    /// While the upload stands still we do not read the stream, and whatever ends it comes on the stream or on its connection.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesWhileItsUploadStandsStillCancelsIt(boolean byReset) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HopGateway gateway = HopGateway
                        .before(HopGateway.upstream(UpstreamProtocol.H2C, server.getLocalPort()));
                Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, ":method", "POST", ":scheme", "https", ":authority", "localhost", ":path", "/");
            try (Http2Wire upstream = Http2Wire.server(server.accept())) {
                int stream = upstream.nextRequest().stream();
                sendUntilStill(client);
                if (byReset) {
                    client.frame(Http2FrameTypes.RST_STREAM, 0, 1, (byte) 0, (byte) 0, (byte) 0,
                            (byte) Http2Error.CANCEL.code());
                } else {
                    client.close();
                }
                upstream.await(frame -> frame.type() == Http2FrameTypes.RST_STREAM && frame.stream() == stream);
                await499(gateway);
            }
        }
    }

    private static void sendUntilStill(Http2Wire client) throws IOException {
        int before = -1;
        while (client.sent(1) > before) {
            before = client.sent(1);
            client.fillWindow(1, 64 << 20);
            client.fence();
        }
    }

    @Test
    void aClientThatClosesPolitelyCancelsTheRequestToo() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.in.read();
        });
                HopGateway gateway = HopGateway.before(upstream)) {
            for (int i = 0; i < 2; i++) {
                Http1Peer client = i == 0 ? gateway.connect() : gateway.connectSecurely();
                client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                upstream.nextHead();
                client.close();
                upstream.awaitEnd();
            }
        }
    }

    @Test
    void oneStreamOfAClientIsCancelledAlone() throws Exception {
        CountDownLatch bothHere = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            boolean slow = stream.head().path().toString().equals("/slow");
            bothHere.countDown();
            if (slow) {
                assertThat(stream.end()).isEqualTo("end");
                assertThat(stream.awaitClosed()).isTrue();
                cancelled.countDown();
            } else {
                cancelled.await(30, TimeUnit.SECONDS);
                stream.send(false, ":status", "200").data("ok", true);
            }
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http2Client client = gateway.connectHttp2()) {
            Http2Peer slow = client.get("/slow");
            Http2Peer other = client.get("/other");
            assertThat(bothHere.await(30, TimeUnit.SECONDS)).isTrue();
            slow.reset(io.netty.handler.codec.http2.Http2Error.CANCEL);
            assertThat(other.head().status().toString()).isEqualTo("200");
            assertThat(other.body()).isEqualTo("ok");
            assertThat(upstream.connections).hasSize(1);
        }
    }

    @Test
    void aClientThatLeavesWhileItsUpstreamIsConnectedToLeavesNothingBehind() throws Exception {
        try (ScriptedUpstream silent = new ScriptedUpstream(connection -> connection.in.readAllBytes());
                HopGateway gateway = HopGateway.before(HopGateway.secureUpstream(UpstreamProtocol.HTTP1,
                        HopGateway.IDENTITY.trusted(), silent.port()))) {
            try (Http1Peer client = gateway.connect()) {
                client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                awaitConnection(silent);
            }
        }
    }

    private static void awaitConnection(ScriptedUpstream upstream) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (upstream.connections() == 0) {
            if (System.nanoTime() > until) {
                throw new IOException("no connection came");
            }
            Thread.onSpinWait();
        }
    }
}
