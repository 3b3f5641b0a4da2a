package dev.postern.gateway.listener;

import dev.postern.gateway.http.ContentLength;
import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.Http2Fields;
import dev.postern.gateway.proxy.ClientConnection;
import dev.postern.gateway.proxy.ClientStream;
import dev.postern.gateway.proxy.GatewayError;
import dev.postern.gateway.proxy.OwnAnswer;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.proxy.RequestLife;
import dev.postern.gateway.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One exchange on an HTTP/2 connection of a client (RFC 9113 8).
final class Http2ClientStream extends ChannelInboundHandlerAdapter implements ClientStream {
    private static final int PIECE = 16 * 1024;

    private final ProxyContext proxy;
    private final ClientConnection connection;
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestLife life;
    private boolean requestEnded;
    private @Nullable HttpResponse pendingHead;
    /// What a client hears that still sends when it has its answer. RFC 9113 8.1: a server MAY request that the client abort transmission
    /// of a request without error
    private Http2Error notReadFurther = Http2Error.NO_ERROR;
    private boolean over;

    Http2ClientStream(ProxyContext proxy, ClientConnection connection) {
        this.proxy = proxy;
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers when life == null && !over -> begin(headers);
                case Http2HeadersFrame headers -> trailers(headers);
                case Http2DataFrame data -> body(data);
                default -> ReferenceCountUtil.release(frame);
            }
        } catch (FramingError malformed) {
            brokenOff();
        }
    }

    private void begin(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        requestEnded = frame.isEndStream();
        RequestLife begun;
        try {
            begun = life(headers);
        } catch (FramingError malformed) {
            notReadFurther = Http2Error.PROTOCOL_ERROR;
            OwnAnswer.send(proxy, this, GatewayError.malformed(malformed.status(), malformed.sentence()),
                    HttpMethod.HEAD.asciiName().contentEquals(headers.method()));
            return;
        }
        life = begun;
        begun.start();
        if (requestEnded) {
            begun.bodyEnd(null);
        }
    }

    private RequestLife life(Http2Headers headers) {
        HttpHeaders fields = Http2Fields.requestFields(headers);
        long given = ContentLength.of(fields);
        long length = requestEnded ? given == 0 ? 0 : UpstreamRequest.NO_BODY
                : given == ContentLength.NONE ? UpstreamRequest.UNKNOWN_LENGTH : given;
        HttpMethod method = HttpMethod.valueOf(headers.method().toString());
        return new RequestLife(proxy, connection, this,
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, Http2Fields.target(headers), fields), length);
    }

    private void trailers(Http2HeadersFrame frame) {
        RequestLife begun = life;
        requestEnded |= frame.isEndStream();
        if (begun == null) {
            return;
        }
        if (!frame.isEndStream()) {
            throw new FramingError(400, "a second head that is no end");
        }
        begun.bodyEnd(Http2Fields.trailers(frame.headers()));
    }

    private void body(Http2DataFrame frame) {
        RequestLife begun = life;
        boolean last = frame.isEndStream();
        if (begun == null || over || !frame.content().isReadable()) {
            frame.release();
        } else {
            begun.body(frame.content());
        }
        requestEnded |= last;
        if (last && begun != null) {
            begun.bodyEnd(null);
        }
    }

    /// In the middle of a request: the upstream must not take what came for the whole.
    private void brokenOff() {
        RequestLife begun = life;
        if (begun != null) {
            begun.clientGone();
        }
        reset(Http2Error.PROTOCOL_ERROR);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        RequestLife begun = life;
        if (begun != null) {
            begun.bodyReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        RequestLife begun = life;
        if (begun != null) {
            begun.clientWritabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        clientGone();
    }

    /// A reset comes beside what was sent before it, so also while none of that is read. It is read now, and dropped: until then the codec
    /// keeps it, and its share of the connection's window.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            clientGone();
            wantMore(true);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void clientGone() {
        over = true;
        RequestLife begun = life;
        if (begun != null) {
            begun.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof Http2Exception)) {
            ctx.close();
        }
        // What the codec found wrong it answers itself, with a reset that says what it was.
    }

    @Override
    public Channel channel() {
        return context().channel();
    }

    @Override
    public void interim(HttpResponse head) {
        context().writeAndFlush(new DefaultHttp2HeadersFrame(headers(head), false));
    }

    /// WebSocket is asked for with `Upgrade`, which HTTP/2 does not have; so no upstream is ever asked to switch for us.
    @Override
    public void switched(HttpResponse head) {
        abort();
    }

    @Override
    public void head(HttpResponse head, long length) {
        if (length >= 0) {
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        if (length == 0 || length == UpstreamRequest.NO_BODY) {
            // Its end is known now, and leaves with it: see [#end].
            pendingHead = head;
            return;
        }
        context().write(new DefaultHttp2HeadersFrame(headers(head), false));
    }

    private static Http2Headers headers(HttpResponse head) {
        Http2Headers headers = new DefaultHttp2Headers(false, head.headers().size() + 1);
        headers.status(head.status().codeAsText());
        Http2Fields.copy(head.headers(), headers);
        return headers;
    }

    @Override
    public void data(ByteBuf piece) {
        // In pieces that the codec would send, too: what of them the client has taken is known by the piece.
        while (piece.readableBytes() > PIECE) {
            context().write(new DefaultHttp2DataFrame(piece.readRetainedSlice(PIECE), false));
        }
        context().write(new DefaultHttp2DataFrame(piece, false));
    }

    @Override
    public Future<?> end(@Nullable HttpHeaders trailers) {
        over = true;
        ChannelFuture end = writeEnd(trailers);
        context().flush();
        if (!requestEnded) {
            // Not before the answer has left, which may have to wait for the client's window: a reset drops what waits.
            end.addListener(written -> {
                if (!requestEnded) {
                    reset(notReadFurther);
                }
            });
        }
        return end;
    }

    private ChannelFuture writeEnd(@Nullable HttpHeaders trailers) {
        HttpResponse head = pendingHead;
        if (head != null) {
            pendingHead = null;
            ChannelFuture written = context().write(new DefaultHttp2HeadersFrame(headers(head), trailers == null));
            if (trailers == null) {
                return written;
            }
        }
        if (trailers == null) {
            return context().write(new DefaultHttp2DataFrame(true));
        }
        Http2Headers last = new DefaultHttp2Headers(false, trailers.size());
        Http2Fields.copy(trailers, last);
        return context().write(new DefaultHttp2HeadersFrame(last, true));
    }

    @Override
    public void abort() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void giveUp() {
        reset(Http2Error.CANCEL);
    }

    private void reset(Http2Error error) {
        over = true;
        ChannelFuture told = context().writeAndFlush(new DefaultHttp2ResetFrame(error));
        told.addListener(ChannelFutureListener.CLOSE);
        WaitingReset.follow(channel().parent(), told);
    }

    @Override
    public boolean maySend() {
        return windows().clientMaySend();
    }

    @Override
    public long untakenBytes() {
        Channel stream = channel();
        return windows().areShutToUs() ? UnsentBytes.ofStream(stream) : UnsentBytes.of(stream.parent());
    }

    private Http2Windows windows() {
        return Http2Windows.of((Http2StreamChannel) channel());
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean isWritable() {
        return context().channel().isWritable();
    }

    @Override
    public void wantMore(boolean more) {
        if (context().channel().config().isAutoRead() != more) {
            context().channel().config().setAutoRead(more);
        }
    }
}
