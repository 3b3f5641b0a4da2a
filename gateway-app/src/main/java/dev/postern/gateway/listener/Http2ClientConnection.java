package dev.postern.gateway.listener;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.proxy.ClientConnection;
import dev.postern.gateway.proxy.ProxyContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.ReferenceCountUtil;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One HTTP/2 connection of a client. Its streams are [Http2ClientStream]s; this one keeps time and says goodbye.
///
/// Floods of resets, pings, empty and continuation frames are counted by the codec, with its own limits.
final class Http2ClientConnection extends ChannelInboundHandlerAdapter implements OpenConnection {
    private static final int STREAM_WINDOW = 256 * 1024;
    /// Several uploads may stand still before they stop the others of their client; more is not held for anybody.
    private static final int CONNECTION_WINDOW = 8 * STREAM_WINDOW;
    private static final int MOST_FLUSHES_JOINED = 256;
    /// Between the first GOAWAY and the last: requests that are on their way arrive within a round trip.
    private static final long LAST_GOAWAY_MILLIS = 500;

    private final OpenConnections open;
    private final ListenerSettings settings;
    private final ChannelHandlerContext codec;
    private final DeadlineWheel wheel;
    private final Deadline idle;
    private final Deadline age;
    private final Set<Channel> streams = new HashSet<>();
    private boolean leaving;

    private Http2ClientConnection(OpenConnections open, ListenerSettings settings, ChannelHandlerContext codec) {
        this.open = open;
        this.settings = settings;
        this.codec = codec;
        this.wheel = DeadlineWheel.of(codec.channel().eventLoop());
        this.idle = wheel.deadline(this::leaveNow);
        this.age = wheel.deadline(this::leaveNow);
    }

    static void on(Channel channel, ProxyContext proxy, ListenerSettings settings, ClientConnection client,
            OpenConnections open) {
        var codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(settings.streams())
                        .initialWindowSize(STREAM_WINDOW).maxHeaderListSize(settings.heads().fieldBytes()))
                // What is under way has deadlines of its own, and a drain that ends closes below the codec.
                .gracefulShutdownTimeoutMillis(-1).build();
        // Answers of several streams that come in one turn of the loop leave in one write, and in one record.
        channel.pipeline().addLast(new FlushConsolidationHandler(MOST_FLUSHES_JOINED, true), codec);
        Http2ClientConnection connection = new Http2ClientConnection(open, settings,
                channel.pipeline().context(codec));
        channel.pipeline().addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                connection.streamOpened(stream);
                stream.pipeline().addLast(new Http2ClientStream(proxy, client));
            }
        }), connection);
        channel.writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
        connection.start();
    }

    private void start() {
        open.add(this);
        idle.set(wheel.after(settings.header()));
        age.set(wheel.after(settings.maxAge()));
    }

    private void streamOpened(Channel stream) {
        streams.add(stream);
        idle.clear();
        stream.closeFuture().addListener(closed -> streamClosed(stream));
    }

    private void streamClosed(Channel stream) {
        streams.remove(stream);
        if (streams.isEmpty()) {
            idle.set(wheel.after(settings.keepAlive()));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        // Frames of the connection itself: settings, pings and window updates, which the codec has dealt with.
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // The codec leaves those open that have something to be read, for as long as nobody reads it.
        List.copyOf(streams).forEach(Channel::close);
        idle.clear();
        age.clear();
        open.remove(this);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void leave() {
        codec.executor().execute(this::leaveNow);
    }

    /// RFC 9113 6.8: first with the largest identifier, so that nothing on its way is lost, then with the last one that was taken.
    private void leaveNow() {
        if (leaving || !codec.channel().isActive()) {
            return;
        }
        leaving = true;
        codec.pipeline()
                .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        codec.executor().schedule(this::takeNoMore, LAST_GOAWAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// The codec's own close says nothing where GOAWAY was said before.
    private void takeNoMore() {
        codec.pipeline().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        codec.channel().close();
    }

    @Override
    public void closeIfIdle() {
        codec.executor().execute(() -> {
            if (streams.isEmpty()) {
                codec.channel().close();
            }
        });
    }

    @Override
    public void closeNow() {
        // Below the codec, which would wait for its streams.
        codec.close();
    }
}
