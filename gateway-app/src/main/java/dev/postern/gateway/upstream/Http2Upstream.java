package dev.postern.gateway.upstream;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.http.HeadLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One HTTP/2 connection to an endpoint, shared by the requests of its event loop.
final class Http2Upstream extends ChannelInboundHandlerAdapter {
    /// What RFC 9113 6.5.2 recommends as the least. An endpoint may say less; if it says more, another connection serves as well.
    private static final long MOST_STREAMS = 100;
    private static final int STREAM_WINDOW = 256 * 1024;
    /// Whole windows for all streams that we open, so that clients who read slowly never stop those who read fast.
    private static final int CONNECTION_WINDOW = (int) MOST_STREAMS * STREAM_WINDOW;
    private static final int MOST_FLUSHES_JOINED = 256;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final EndpointPool pool;
    private final Channel channel;
    private final DeadlineWheel wheel;
    private final Deadline idle;
    /// Until the endpoint has said how many it takes, the request that the connection was made for goes alone.
    private long mostStreams = 1;
    private boolean told;
    private int streams;
    private long opened;
    private boolean leaving;

    private Http2Upstream(EndpointPool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
        this.wheel = DeadlineWheel.of(channel.eventLoop());
        this.idle = wheel.deadline(this::retire);
    }

    static void on(Channel channel, EndpointPool pool, Opening opening) {
        Http2Upstream connection = new Http2Upstream(pool, channel);
        channel.pipeline().addLast(
                // Requests of several clients that come in one turn of the loop leave in one write.
                new FlushConsolidationHandler(MOST_FLUSHES_JOINED, true), Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings().pushEnabled(false)
                                .initialWindowSize(STREAM_WINDOW).maxHeaderListSize(HeadLimits.DEFAULT.fieldBytes()))
                        .build(),
                new Http2MultiplexHandler(new RefusePush()), connection);
        channel.write(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
        pool.connected(connection, opening);
        connection.restIfUnused();
    }

    boolean takesStreams() {
        return !leaving && hasRoom();
    }

    boolean hasRoom() {
        return streams < mostStreams && channel.isActive();
    }

    void open(Opening opening) {
        streams++;
        opened++;
        idle.clear();
        Http2UpstreamStream stream = new Http2UpstreamStream(this, pool, opening);
        new Http2StreamChannelBootstrap(channel).handler(stream).open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (!opened.isSuccess()) {
                        streamClosed();
                        opening.refused(pool.noConnection("no HTTP/2 stream could be opened"));
                    } else if (opening.isAbandoned()) {
                        stream.cancel();
                    } else {
                        opening.listener().opened(stream);
                    }
                });
    }

    void streamClosed() {
        streams--;
        restIfUnused();
    }

    private void restIfUnused() {
        if (streams == 0 && leaving) {
            closeUnlessAwaited();
        } else if (streams == 0) {
            idle.set(wheel.after(IDLE));
        }
    }

    /// Whether the connection ended under a request that was not its first: the endpoint may have closed it for its idleness.
    boolean isStale() {
        return opened > 1 && !channel.isActive();
    }

    void retire() {
        leaving = true;
        pool.forget(this);
        if (streams == 0) {
            closeUnlessAwaited();
        }
    }

    /// Until the endpoint has said how many streams it takes, there may be requests that wait for just that.
    private void closeUnlessAwaited() {
        if (told || !pool.isAwaited()) {
            channel.close();
        } else {
            idle.set(wheel.after(IDLE));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (frame instanceof Http2SettingsFrame settings) {
            settings(settings.settings().maxConcurrentStreams());
        } else if (frame instanceof Http2GoAwayFrame) {
            retire();
        }
        ReferenceCountUtil.release(frame);
    }

    private void settings(@Nullable Long most) {
        if (most != null) {
            mostStreams = Math.min(most, MOST_STREAMS);
        } else if (!told) {
            mostStreams = MOST_STREAMS;
        }
        if (!told) {
            told = true;
            pool.settled(this);
            restIfUnused();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leaving = true;
        idle.clear();
        pool.forget(this);
        if (!told) {
            pool.neverSettled(pool.noConnection("the connection ended before HTTP/2 had begun"));
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The streams are told by their channels, which closing makes inactive.
        ctx.close();
    }

    /// We said that we take no push, so a pushed stream is the endpoint's mistake.
    @Sharable
    private static final class RefusePush extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            ctx.close();
        }
    }
}
