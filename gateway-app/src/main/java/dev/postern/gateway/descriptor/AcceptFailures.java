package dev.postern.gateway.descriptor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A server socket that cannot accept, mostly because no descriptor is left, rests for a second. Else the kernel would say at once that a
/// front still waits, and the event loop would do nothing but fail again, at the cost of the connections that it serves.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
    private static final long REST_SECONDS = 1;
    private static final long SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path path;
    private boolean said;
    private long saidAtNanos;

    /// @param path for the log
    AcceptFailures(Path path) {
        this.path = path;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        say(cause, ctx.executor().ticker().nanoTime());
        Channel server = ctx.channel();
        if (server.config().isAutoRead()) {
            server.config().setAutoRead(false);
            ctx.executor().schedule(() -> goOn(server), REST_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void goOn(Channel server) {
        if (server.isOpen()) {
            server.config().setAutoRead(true);
        }
    }

    private void say(Throwable cause, long nowNanos) {
        if (!said || nowNanos - saidAtNanos >= SAID_EVERY_NANOS) {
            said = true;
            saidAtNanos = nowNanos;
            LOG.warn("Handovers at {} cannot be accepted, which is tried again each second: {}", path,
                    cause.toString());
        }
    }
}
