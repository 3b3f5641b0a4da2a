package dev.postern.gateway.upstream;

import dev.postern.gateway.http.HeadLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/// One HTTP/2 connection to an endpoint, shared by the requests of its event loop.
final class Http2Upstream extends ChannelInboundHandlerAdapter {
    /// What RFC 9113 6.5.2 recommends as the least; an endpoint says more, or less, in its first frame.
    private static final long STREAMS_UNTIL_TOLD = 100;
    private static final int STREAM_WINDOW = 256 * 1024;

    private final EndpointPool pool;
    private final Channel channel;
    private long mostStreams = STREAMS_UNTIL_TOLD;
    private int streams;
    private boolean leaving;

    private Http2Upstream(EndpointPool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
    }

    static void on(Channel channel, EndpointPool pool, Opening opening) {
        Http2Upstream connection = new Http2Upstream(pool, channel);
        channel.pipeline().addLast(
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings().pushEnabled(false)
                                .initialWindowSize(STREAM_WINDOW).maxHeaderListSize(HeadLimits.DEFAULT.fieldBytes()))
                        .build(),
                new Http2MultiplexHandler(new RefusePush()), connection);
        pool.connected(connection, opening);
    }

    boolean takesStreams() {
        return !leaving && streams < mostStreams && channel.isActive();
    }

    void open(Opening opening) {
        streams++;
        Http2UpstreamStream stream = new Http2UpstreamStream(this, pool, opening.listener());
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
        if (leaving && streams == 0) {
            channel.close();
        }
    }

    void retire() {
        leaving = true;
        if (streams == 0) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (frame instanceof Http2SettingsFrame settings && settings.settings().maxConcurrentStreams() != null) {
            mostStreams = settings.settings().maxConcurrentStreams();
        } else if (frame instanceof Http2GoAwayFrame) {
            pool.forget(this);
            retire();
        }
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leaving = true;
        pool.forget(this);
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
