package dev.postern.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/// HTTP/2 connections to upstreams, shared by requests: what is sent again when one ends or refuses, and what is not.
class Http2ReuseTest {
    private static String answer(Http1Peer client, String method) throws IOException {
        client.write(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        return client.readHead().substring(9, 12) + " " + client.readBody();
    }

    private static void ok(Http2Peer stream) {
        stream.send(false, ":status", "200").data("ok", true);
    }

    @Test
    void aRefusedStreamIsOpenedOnceMoreWhateverItsMethod() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            stream.head();
            if (streams.incrementAndGet() % 2 == 1) {
                stream.reset(Http2Error.REFUSED_STREAM);
            } else {
                ok(stream);
            }
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            assertThat(answer(client, "GET")).isEqualTo("200 ok");
            assertThat(answer(client, "POST")).isEqualTo("200 ok");
            assertThat(streams).hasValue(4);
        }
    }

    @Test
    void anUpstreamThatRefusesEveryStreamIsNotAskedForEver() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            stream.head();
            streams.incrementAndGet();
            stream.reset(Http2Error.REFUSED_STREAM);
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            assertThat(answer(client, "GET")).startsWith("502 ").contains("upstream-reset");
            assertThat(streams).hasValue(2);
        }
    }

    /// Its first connection ends under the second request.
    private static String afterACut(String method) throws Exception {
        AtomicInteger streams = new AtomicInteger();
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            stream.head();
            if (streams.incrementAndGet() == 2) {
                stream.cutConnection();
            } else {
                ok(stream);
            }
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            assertThat(answer(client, "GET")).isEqualTo("200 ok");
            return answer(client, method).substring(0, 3) + " in " + streams.get();
        }
    }

    @Test
    void onlyAnIdempotentRequestOnAConnectionThatEndedIsSentOnceMore() throws Exception {
        assertThat(afterACut("GET")).isEqualTo("200 in 3");
        assertThat(afterACut("POST")).isEqualTo("502 in 2");
    }

    @Test
    void aConnectionThatSaidGoAwayIsLeftWithoutLosingARequest() throws Exception {
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            stream.head();
            ok(stream);
        });
                HopGateway gateway = HopGateway.before(upstream);
                Http1Peer client = gateway.connect()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(answer(client, "POST")).isEqualTo("200 ok");
                Channel connection = upstream.connections.getLast();
                connection.pipeline().context(Http2FrameCodec.class)
                        .pipeline().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)).sync();
            }
            assertThat(answer(client, "POST")).isEqualTo("200 ok");
        }
    }

    @Test
    void moreRequestsThanAConnectionTakesGetAnother() throws Exception {
        CountDownLatch all = new CountDownLatch(6);
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null,
                Http2Settings.defaultSettings().maxConcurrentStreams(2), stream -> {
                    stream.head();
                    all.countDown();
                    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
                    ok(stream);
                });
                HopGateway gateway = HopGateway.before(upstream)) {
            List<Http1Peer> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Http1Peer client = gateway.connect();
                clients.add(client);
                client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            for (Http1Peer client : clients) {
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                assertThat(client.readBody()).isEqualTo("ok");
                client.close();
            }
        }
    }
}
