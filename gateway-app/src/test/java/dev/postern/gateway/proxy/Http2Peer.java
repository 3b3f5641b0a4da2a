package dev.postern.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/// One end of an HTTP/2 stream, driven by a test's thread: frames go out when the test says so, and what comes in is kept in order.
public final class Http2Peer extends ChannelInboundHandlerAdapter {
    private static final int PATIENCE_SECONDS = 30;
    /// More of a body is counted and summed up, not kept.
    private static final int MOST_KEPT = 1 << 20;

    /// What came, but for the bytes of the body.
    private sealed interface Heard {
        record Head(Http2Headers fields, boolean last) implements Heard {}

        record End() implements Heard {}

        record Reset(long code) implements Heard {}

        record Closed() implements Heard {}
    }

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CRC32C checksum = new CRC32C();
    private final Runnable begun;
    private long received;
    private boolean started;
    private volatile Channel channel;
    private Http2Headers trailers;
    private boolean ended;

    /// @param begun called once, when the first head is here
    Http2Peer(Runnable begun) {
        this.begun = begun;
    }

    Http2Peer() {
        this(() -> {
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        // Netty keeps what a stream that does not read had got, and does not close it, when its connection ends.
        channel.parent().closeFuture().addListener(closed -> ctx.close());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame head -> heard.add(new Heard.Head(head.headers(), head.isEndStream()));
                case Http2DataFrame data -> {
                    keep(data.content());
                    if (data.isEndStream()) {
                        heard.add(new Heard.End());
                    }
                }
                default -> {
                }
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
        if (!started) {
            started = true;
            begun.run();
        }
    }

    private synchronized void keep(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        checksum.update(bytes);
        received += bytes.length;
        kept.write(bytes, 0, Math.min(bytes.length, MOST_KEPT - kept.size()));
        notifyAll();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            heard.add(new Heard.Reset(reset.errorCode()));
            reads(true);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        heard.add(new Heard.Closed());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came on the stream");
        }
        return next;
    }

    /// The next head, interim or final.
    public Http2Headers head() throws InterruptedException {
        Heard next = next();
        if (next instanceof Heard.Head head) {
            ended = head.last();
            return head.fields();
        }
        throw new AssertionError("no head, but " + next);
    }

    /// The body, once the stream has ended.
    public String body() throws InterruptedException {
        String end = end();
        if (!end.equals("end")) {
            throw new AssertionError("the message broke off: " + end);
        }
        return bodySoFar();
    }

    public synchronized String bodySoFar() {
        return kept.toString(StandardCharsets.ISO_8859_1);
    }

    public synchronized long received() {
        return received;
    }

    public synchronized long checksum() {
        return checksum.getValue();
    }

    /// Waits until so much of the body is here.
    public synchronized void awaitReceived(long bytes) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (received < bytes) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("only " + received + " bytes came of " + bytes);
            }
            wait(left);
        }
    }

    /// How the message ended: `end`, `reset` with its code, or `closed`.
    public String end() throws InterruptedException {
        while (!ended) {
            switch (next()) {
                case Heard.Head(Http2Headers fields, boolean last) -> {
                    trailers = fields;
                    ended = last;
                }
                case Heard.End() -> ended = true;
                case Heard.Reset(long code) -> {
                    return "reset " + code;
                }
                case Heard.Closed() -> {
                    return "closed";
                }
            }
        }
        return "end";
    }

    /// Waits until the stream is reset or closed, whatever comes before.
    public boolean awaitClosed() throws InterruptedException {
        Heard next = next();
        while (!(next instanceof Heard.Reset || next instanceof Heard.Closed)) {
            next = next();
        }
        return true;
    }

    /// Those that ended the message, or null.
    public Http2Headers trailers() {
        return trailers;
    }

    /// @param fields names and values in turn
    public Http2Peer send(boolean last, String... fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        finish(channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last)));
        return this;
    }

    /// Returns when the bytes have left, so that a peer that takes none blocks the caller.
    public Http2Peer data(byte[] bytes, boolean last) {
        finish(channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last)));
        return this;
    }

    public Http2Peer data(String text, boolean last) {
        return data(text.getBytes(StandardCharsets.ISO_8859_1), last);
    }

    public void reset(Http2Error error) {
        finish(channel.writeAndFlush(new DefaultHttp2ResetFrame(error)));
        reads(true);
    }

    private static void finish(ChannelFuture written) {
        if (!written.awaitUninterruptibly(10L * PATIENCE_SECONDS, TimeUnit.SECONDS) || !written.isSuccess()) {
            throw new IllegalStateException("the frame could not be written", written.cause());
        }
    }

    /// Stops taking data; the stream's window then closes. Or goes on.
    public void reads(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    /// Cuts the whole connection.
    public void cutConnection() {
        channel.parent().close();
    }
}
