package dev.postern.tls.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

import java.util.concurrent.TimeUnit;

/// Closes without a reset: our direction first, then, once the peer is done or patience ends, the socket. With unread bytes in the
/// kernel a plain close sends RST, and the peer may lose the alert or answer that we just wrote (RFC 9112 9.6).
final class LingeringClose {
    private static final long PATIENCE_MILLIS = 1_000;

    private final ChannelHandlerContext context;

    private LingeringClose(ChannelHandlerContext context) {
        this.context = context;
    }

    static LingeringClose of(ChannelHandlerContext context) {
        return new LingeringClose(context);
    }

    void start(ChannelPromise promise) {
        Channel channel = context.channel();
        if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
            context.close(promise);
            return;
        }
        // Shutting down drops what is not written yet, and io_uring writes later: wait for it.
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> shutDown(duplex, promise));
    }

    private void shutDown(DuplexChannel channel, ChannelPromise promise) {
        channel.shutdownOutput().addListener(_ -> {
            // Reads until end of stream, which closes the channel; the timer is for a peer that never ends.
            channel.config().setAutoRead(true);
            var timer = context.executor().schedule(() -> context.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(_ -> {
                timer.cancel(false);
                promise.trySuccess();
            });
        });
    }
}
