package dev.postern.gateway.upstream;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.http.FramingError;
import dev.postern.gateway.http.Http1Writer;
import dev.postern.gateway.http.ResponseDecoder;
import dev.postern.gateway.upstream.UpstreamFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection to an endpoint: idle in its pool, or carrying one request.
final class Http1Upstream extends ChannelInboundHandlerAdapter implements UpstreamStream {
    private static final int HEAD_BYTES = 1024;

    private final EndpointPool pool;
    private final ResponseDecoder decoder;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Deadline idle;
    private @Nullable UpstreamListener listener;
    private @Nullable Opening lentFor;
    private @Nullable UpstreamRequest request;
    private @Nullable ByteBuf pendingHead;
    private boolean chunkedRequest;
    private boolean requestEnded;
    private boolean responseStarted;
    private boolean persistent;
    private boolean opaque;
    private boolean readsPaused;
    private boolean endsByError;
    private int served;

    Http1Upstream(EndpointPool pool, ResponseDecoder decoder) {
        this.pool = pool;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        idle = DeadlineWheel.of(ctx.channel().eventLoop()).deadline(() -> ctx.close());
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    boolean isUsable() {
        return listener == null && context().channel().isActive();
    }

    void lendTo(Opening opening) {
        listener = opening.listener();
        lentFor = opening;
        request = null;
        requestEnded = false;
        responseStarted = false;
        persistent = true;
        if (idle != null) {
            idle.clear();
        }
    }

    void idleUntil(long nanos) {
        if (idle != null) {
            idle.set(nanos);
        }
    }

    void close() {
        context().close();
    }

    @Override
    public void head(UpstreamRequest forwarded) {
        request = forwarded;
        served++;
        decoder.expectAnswerTo(forwarded.method());
        ByteBuf out = context().alloc().ioBuffer(HEAD_BYTES + Http1Writer.roomForBody(forwarded.bodyLength()));
        Http1Writer.requestLine(out, forwarded.method(), forwarded.target());
        Http1Writer.field(out, HttpHeaderNames.HOST, forwarded.authority());
        Http1Writer.fields(out, forwarded.headers());
        chunkedRequest = forwarded.bodyLength() == UpstreamRequest.UNKNOWN_LENGTH;
        if (chunkedRequest) {
            Http1Writer.chunked(out);
        } else if (forwarded.bodyLength() >= 0) {
            Http1Writer.contentLength(out, forwarded.bodyLength());
        }
        if (forwarded.webSocket()) {
            Http1Writer.field(out, HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            Http1Writer.field(out, HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        Http1Writer.endOfHead(out);
        pendingHead = out;
    }

    /// The head waits for what follows it, so that both leave in one write.
    private void writeHead() {
        ByteBuf head = pendingHead;
        if (head != null) {
            pendingHead = null;
            context().write(head);
        }
    }

    @Override
    public void data(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length == 0) {
            piece.release();
            return;
        }
        if (!chunkedRequest || opaque) {
            if (pendingHead == null || !Http1Writer.joined(pendingHead, piece)) {
                writeHead();
                context().write(piece);
            }
            return;
        }
        ByteBuf before = pendingHead == null ? context().alloc().ioBuffer(16) : pendingHead;
        pendingHead = null;
        Http1Writer.chunkSize(before, length);
        context().write(before);
        context().write(piece);
        context().write(Http1Writer.crlf());
    }

    @Override
    public void end(@Nullable HttpHeaders trailers) {
        if (chunkedRequest && !opaque) {
            ByteBuf last = pendingHead == null ? context().alloc().ioBuffer(trailers == null ? 8 : 256) : pendingHead;
            pendingHead = null;
            Http1Writer.lastChunk(last, trailers);
            context().write(last);
        }
        requestEnded = true;
        flush();
    }

    @Override
    public void flush() {
        writeHead();
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
        releaseHead();
        context().close();
    }

    private void releaseHead() {
        ByteBuf head = pendingHead;
        if (head != null) {
            pendingHead = null;
            head.release();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        UpstreamListener hears = listener;
        UpstreamRequest sent = request;
        if (hears == null || sent == null) {
            // Bytes that nobody asked for would be taken for the answer to the next request.
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        switch (message) {
            case HttpResponse head -> received(hears, sent, head);
            case LastHttpContent last when decoder.endsWithConnection() && endsByError -> fail(new UpstreamFailure(
                    Kind.RESET, "the connection that the response ends with did not end in good order"));
            case LastHttpContent last -> responseEnded(hears, last);
            case HttpContent piece -> hears.data(piece.content());
            case FramingError error -> fail(new UpstreamFailure(Kind.MALFORMED_RESPONSE, error.sentence()));
            default -> throw new IllegalStateException("not a part of a response: " + message.getClass());
        }
    }

    private void received(UpstreamListener hears, UpstreamRequest sent, HttpResponse head) {
        int code = head.status().code();
        if (code == 101) {
            if (!sent.webSocket()) {
                fail(new UpstreamFailure(Kind.MALFORMED_RESPONSE, "101 to a request that asked for no other protocol"));
                return;
            }
            opaque = true;
            persistent = false;
            responseStarted = true;
            hears.switched(head);
            decoder.becomeOpaque(context());
        } else if (code < 200) {
            hears.interim(head);
        } else {
            responseStarted = true;
            persistent = !sent.webSocket() && isPersistent(head);
            persistent &= !decoder.endsWithConnection();
            hears.response(head, bodyLength());
        }
    }

    private static boolean isPersistent(HttpResponse head) {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                ? !head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)
                : HttpUtil.isKeepAlive(head);
    }

    private long bodyLength() {
        if (decoder.hasNoBody()) {
            return UpstreamRequest.NO_BODY;
        }
        return decoder.bodyLength() < 0 ? UpstreamRequest.UNKNOWN_LENGTH : decoder.bodyLength();
    }

    private void responseEnded(UpstreamListener hears, LastHttpContent last) {
        if (last.content().isReadable()) {
            hears.data(last.content());
        } else {
            last.release();
        }
        if (listener == null) {
            return;
        }
        listener = null;
        // An answer that came before the whole request was sent leaves a rest of it on the connection, or still to come.
        if (requestEnded && persistent && !decoder.hasLeftover()) {
            wantMore(true);
            pool.giveBack(this);
        } else {
            releaseHead();
            context().close();
        }
        HttpHeaders trailers = last.trailingHeaders();
        hears.ended(trailers.isEmpty() ? null : trailers);
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
    public void channelInactive(ChannelHandlerContext ctx) {
        if (idle != null) {
            idle.clear();
        }
        pool.forget(this);
        releaseHead();
        UpstreamListener hears = listener;
        Opening opening = lentFor;
        if (hears == null) {
            return;
        }
        listener = null;
        if (opaque) {
            hears.ended(null);
        } else if (opening != null && isStale()) {
            pool.reopen(opening);
        } else {
            hears.failed(new UpstreamFailure(Kind.RESET, "the connection was closed before the response was whole"));
        }
    }

    /// The endpoint closed an idle connection while we sent a request on it. It is sent again on a new connection if it may be: an
    /// endpoint that is slow to close could have acted on it.
    private boolean isStale() {
        UpstreamRequest sent = request;
        return served > 1 && !responseStarted && sent != null && sent.isIdempotent() && !sent.hasBody()
                && !sent.webSocket();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed) {
            // RFC 9112 9.8: a client that receives an incomplete close SHOULD treat the response as incomplete
            endsByError |= !closed.isSuccess();
            // After close_notify nothing more comes, whether or not the socket is closed, too.
            ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset is told by channelInactive, which closing brings about.
        endsByError = true;
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
