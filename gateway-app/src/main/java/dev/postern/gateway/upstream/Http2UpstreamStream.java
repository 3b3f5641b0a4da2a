package dev.postern.gateway.upstream;

import dev.postern.gateway.http.ContentLength;
import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.Http2Fields;
import dev.postern.gateway.upstream.UpstreamFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One request on an HTTP/2 connection to an endpoint.
final class Http2UpstreamStream extends ChannelInboundHandlerAdapter implements UpstreamStream {
    private final Http2Upstream connection;
    private final EndpointPool pool;
    private final Opening opening;
    private @Nullable UpstreamListener listener;
    private @Nullable ChannelHandlerContext context;
    private @Nullable UpstreamRequest request;
    private boolean endedWithHead;
    private boolean responseStarted;
    private boolean refused;
    private boolean readsPaused;

    Http2UpstreamStream(Http2Upstream connection, EndpointPool pool, Opening opening) {
        this.connection = connection;
        this.pool = pool;
        this.opening = opening;
        this.listener = opening.listener();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the stream is not open yet");
        }
        return ctx;
    }

    @Override
    public void head(UpstreamRequest forwarded) {
        request = forwarded;
        Http2Headers headers = new DefaultHttp2Headers(false, forwarded.headers().size() + 5);
        headers.method(forwarded.method().asciiName()).scheme(forwarded.scheme()).authority(forwarded.authority())
                .path(forwarded.target());
        Http2Fields.copy(forwarded.headers(), headers);
        if (forwarded.bodyLength() >= 0) {
            headers.addLong(Http2Fields.CONTENT_LENGTH, forwarded.bodyLength());
        }
        endedWithHead = !forwarded.hasBody();
        context().write(new DefaultHttp2HeadersFrame(headers, endedWithHead));
    }

    @Override
    public void data(ByteBuf piece) {
        context().write(new DefaultHttp2DataFrame(piece, false));
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        if (!endedWithHead) {
            if (trailers == null) {
                context().write(new DefaultHttp2DataFrame(true));
            } else {
                Http2Headers last = new DefaultHttp2Headers(false, trailers.size());
                Http2Fields.copy(trailers, last);
                context().write(new DefaultHttp2HeadersFrame(last, true));
            }
        }
        context().flush();
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
        if (more == readsPaused) {
            readsPaused = !more;
            context().channel().config().setAutoRead(more);
        }
    }

    @Override
    public void cancel() {
        listener = null;
        context().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        UpstreamListener hears = listener;
        UpstreamRequest sent = request;
        if (hears == null || sent == null) {
            ReferenceCountUtil.release(frame);
            return;
        }
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> received(hears, sent, headers);
                case Http2DataFrame data -> received(hears, data);
                default -> ReferenceCountUtil.release(frame);
            }
        } catch (FramingError error) {
            fail(new UpstreamFailure(Kind.MALFORMED_RESPONSE, error.sentence()));
        }
    }

    private void received(UpstreamListener hears, UpstreamRequest sent, Http2HeadersFrame frame) {
        if (responseStarted) {
            // RFC 9113 8.1: trailers end the stream
            if (!frame.isEndStream()) {
                throw new FramingError(502, "a second head that is no end");
            }
            end(hears, Http2Fields.trailers(frame.headers()));
            return;
        }
        HttpResponseStatus status = Http2Fields.status(frame.headers());
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status,
                Http2Fields.responseFields(frame.headers()));
        if (status.code() < 200) {
            // RFC 9113 8.6: HTTP/2 has no 101
            if (status.code() == 101 || frame.isEndStream()) {
                throw new FramingError(502, "an interim response that HTTP/2 does not have");
            }
            hears.interim(head);
            return;
        }
        responseStarted = true;
        hears.response(head, bodyLength(sent, head, frame.isEndStream()));
        if (frame.isEndStream() && listener != null) {
            end(hears, null);
        }
    }

    private static long bodyLength(UpstreamRequest sent, HttpResponse head, boolean ended) {
        int code = head.status().code();
        if (code == 204 || code == 304 || sent.method().equals(HttpMethod.HEAD)) {
            return UpstreamRequest.NO_BODY;
        }
        long given = ContentLength.of(head.headers());
        return ended ? 0 : given == ContentLength.NONE ? UpstreamRequest.UNKNOWN_LENGTH : given;
    }

    private void received(UpstreamListener hears, Http2DataFrame frame) {
        boolean last = frame.isEndStream();
        if (!responseStarted) {
            frame.release();
            throw new FramingError(502, "a body without a head");
        }
        if (frame.content().isReadable()) {
            hears.data(frame.content());
        } else {
            frame.release();
        }
        if (last && listener != null) {
            end(hears, null);
        }
    }

    private void end(UpstreamListener hears, @Nullable HttpHeaders trailers) {
        listener = null;
        hears.ended(trailers);
        // Closing a stream that is not finished on our side resets it: the answer came before the whole request was sent.
        context().close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        UpstreamListener hears = listener;
        if (hears != null && responseStarted) {
            hears.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        UpstreamListener hears = listener;
        if (hears != null) {
            hears.writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            // RFC 9113 8.7: REFUSED_STREAM says that nothing was processed
            refused = reset.errorCode() == Http2Error.REFUSED_STREAM.code();
        } else if (event instanceof Http2GoAwayFrame) {
            // RFC 9113 6.8: streams above the last identifier were not and will not be processed; only they are told of it
            refused = true;
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.streamClosed();
        UpstreamListener hears = listener;
        if (hears == null) {
            return;
        }
        listener = null;
        if (maySendAgain()) {
            pool.reopen(opening);
        } else {
            hears.failed(new UpstreamFailure(Kind.RESET, "the stream was closed before the response was whole"));
        }
    }

    private boolean maySendAgain() {
        UpstreamRequest sent = request;
        return !responseStarted && !opening.again() && sent != null && !sent.hasBody()
                && (refused || (connection.isStale() && sent.isIdempotent()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void fail(UpstreamFailure failure) {
        UpstreamListener hears = listener;
        listener = null;
        context().close();
        if (hears != null) {
            hears.failed(failure);
        }
    }
}
