package dev.postern.gateway.listener;

import dev.postern.gateway.http.Http1Writer;
import dev.postern.gateway.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/// Writes the answers of one HTTP/1.1 connection, one after the other (RFC 9112 6, 7). A head waits for what follows it, so that both leave
/// in one write.
final class Http1Answer {
    private static final int HEAD_BYTES = 1024;

    private final ChannelHandlerContext context;
    private @Nullable ByteBuf pendingHead;
    private boolean chunked;
    private boolean untilClose;
    private boolean bodiless;
    private boolean started;

    Http1Answer(ChannelHandlerContext context) {
        this.context = context;
    }

    /// Whether a head was written, or waits to be, and its answer is not over.
    boolean isStarted() {
        return started;
    }

    void interim(HttpResponse head) {
        ByteBuf out = context.alloc().ioBuffer(256);
        Http1Writer.statusLine(out, head.status());
        Http1Writer.fields(out, head.headers());
        Http1Writer.endOfHead(out);
        context.writeAndFlush(out);
    }

    /// What follows is another protocol's.
    void becomeOpaque() {
        started = true;
        bodiless = false;
        chunked = false;
    }

    /// @param length    of the body, [UpstreamRequest#UNKNOWN_LENGTH] or [UpstreamRequest#NO_BODY]
    /// @param oldClient whether HTTP/1.0 is spoken, which knows no chunks
    /// @param closing   whether the connection ends with this answer
    void head(HttpResponse head, long length, boolean oldClient, boolean closing) {
        HttpHeaders headers = head.headers();
        bodiless = length == UpstreamRequest.NO_BODY;
        chunked = length == UpstreamRequest.UNKNOWN_LENGTH && !oldClient;
        untilClose = length == UpstreamRequest.UNKNOWN_LENGTH && oldClient;
        ByteBuf out = context.alloc().ioBuffer(HEAD_BYTES + Http1Writer.roomForBody(length));
        Http1Writer.statusLine(out, head.status());
        if (!bodiless) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        Http1Writer.fields(out, headers);
        if (chunked) {
            Http1Writer.chunked(out);
        } else if (length >= 0) {
            Http1Writer.contentLength(out, length);
        }
        if (closing) {
            Http1Writer.close(out);
        }
        Http1Writer.endOfHead(out);
        pendingHead = out;
        started = true;
    }

    /// Takes the piece over.
    void data(ByteBuf piece) {
        int length = piece.readableBytes();
        if (length == 0 || bodiless) {
            piece.release();
            return;
        }
        if (!chunked) {
            if (pendingHead == null || !Http1Writer.joined(pendingHead, piece)) {
                writePendingHead();
                context.write(piece);
            }
            return;
        }
        ByteBuf before = pendingHead == null ? context.alloc().ioBuffer(16) : pendingHead;
        pendingHead = null;
        Http1Writer.chunkSize(before, length);
        context.write(before);
        context.write(piece);
        context.write(Http1Writer.crlf());
    }

    private void writePendingHead() {
        ByteBuf head = pendingHead;
        if (head != null) {
            pendingHead = null;
            context.write(head);
        }
    }

    /// Flushes.
    void end(@Nullable HttpHeaders trailers) {
        if (chunked && !bodiless) {
            ByteBuf last = pendingHead == null ? context.alloc().ioBuffer(trailers == null ? 8 : 256) : pendingHead;
            pendingHead = null;
            Http1Writer.lastChunk(last, trailers);
            context.write(last);
        }
        flush();
        started = false;
    }

    void flush() {
        writePendingHead();
        context.flush();
    }

    /// The answer cannot be completed, which the client must see: closes the connection.
    void breakOff() {
        drop();
        if (untilClose) {
            // RFC 9112 8: such a body is complete when its connection was closed without an error, so there has to be one.
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
            // Below TLS, which would say goodbye in good order.
            (tls == null ? context : tls).close();
        } else {
            context.close();
        }
    }

    /// Nobody is there to read what waits.
    void drop() {
        ByteBuf head = pendingHead;
        if (head != null) {
            pendingHead = null;
            head.release();
        }
    }
}
