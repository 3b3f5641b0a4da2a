package dev.postern.tls.netty;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;

import javax.net.ssl.SSLException;

/// Stands last when a connection fails, where nobody took the failure: HTTP/2 has no handler that does. Netty would warn with a stack
/// trace, and so anybody could fill a log with garbage behind a handshake. Observers were told already.
@Sharable
final class UnclaimedFailure extends ChannelInboundHandlerAdapter {
    static final UnclaimedFailure LAST = new UnclaimedFailure();
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(UnclaimedFailure.class);

    private UnclaimedFailure() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof SSLException) {
            LOG.debug("{} failed", context.channel(), cause);
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
