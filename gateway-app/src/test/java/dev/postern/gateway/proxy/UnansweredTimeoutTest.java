package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.upstream.UpstreamClient;
import dev.postern.gateway.upstream.UpstreamRequest;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// A timeout passes, and the answer that would say so cannot be written. Such a client has no deadline any more, so it must not be kept.
@Timeout(60)
class UnansweredTimeoutTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final RouteTimeouts TIMEOUTS = new RouteTimeouts(LONG, LONG, LONG, LONG, LONG,
            Duration.ofMillis(300));

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final SnapshotHolder snapshots = new SnapshotHolder();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private ScriptedUpstream upstream;
    private UpstreamClient upstreams;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedUpstream(connection -> connection.in.readAllBytes());
        Upstream silent = PlainGateway.upstream("up", UpstreamProtocol.HTTP1, upstream.port());
        Route route = new Route("r1", "all", RouteMatch.everything(), silent, EarlyDataAction.HOLD, EarlyRequests.ALL,
                TIMEOUTS, false);
        snapshots.swap(PlainGateway.snapshot(1, List.of(PlainGateway.host("any", "*", List.of(), List.of(route))),
                silent));
        upstreams = new UpstreamClient(PlainGateway.LOOPS);
        EventLoopGroup loops = PlainGateway.LOOPS.onServer(true);
        channel = PlainGateway.LOOPS.onChannel(SocketChannel.class, loops);
        loops.register(channel).sync();
    }

    @AfterEach
    void stop() throws Exception {
        channel.close().sync();
        upstreams.close();
        upstream.close();
    }

    private void ask(ClientStream client) throws Exception {
        ProxyContext context = new ProxyContext(snapshots, upstreams,
                new GatewayMetrics(registry, new TlsMetrics(registry)), ProxyContext.DEFAULT_MAX_BODY_BYTES, 1 << 16,
                EarlyDataGate.open());
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.headers().set(HttpHeaderNames.HOST, "a");
        channel.eventLoop().submit(() -> {
            RequestLife life = new RequestLife(context, ClientConnection.plain(channel, TrustedPeers.NOBODY), client,
                    request, UpstreamRequest.NO_BODY);
            life.start();
            life.bodyEnd(null);
        }).sync();
    }

    @Test
    void breaksOffAClientThatCannotBeToldForWantOfMemory() throws Exception {
        ask(new ToldClient(true));
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("broken off");
    }

    @Test
    void isToldWhereItCanBe() throws Exception {
        ask(new ToldClient(false));
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("504");
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    /// A client whose answers fail, if that is wanted.
    private final class ToldClient implements ClientStream {
        private final boolean withoutMemory;

        ToldClient(boolean withoutMemory) {
            this.withoutMemory = withoutMemory;
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public void interim(HttpResponse head) {
            seen.add("interim");
        }

        @Override
        public void switched(HttpResponse head) {
            seen.add("switched");
        }

        @Override
        public void head(HttpResponse head, long length) {
            if (withoutMemory) {
                throw new OutOfMemoryError("no direct memory: what the test wants");
            }
            seen.add(head.status().codeAsText().toString());
        }

        @Override
        public void data(ByteBuf piece) {
            piece.release();
        }

        @Override
        public Future<?> end(HttpHeaders trailers) {
            seen.add("ended");
            return channel.newSucceededFuture();
        }

        @Override
        public boolean maySend() {
            return true;
        }

        @Override
        public long untakenBytes() {
            return 0;
        }

        @Override
        public void giveUp() {
            seen.add("given up");
        }

        @Override
        public void abort() {
            seen.add("broken off");
        }

        @Override
        public void flush() {
            // Nothing is written.
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void wantMore(boolean more) {
            // Nothing is read.
        }
    }
}
