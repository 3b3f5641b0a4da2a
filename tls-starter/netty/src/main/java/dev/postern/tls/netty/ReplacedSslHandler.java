package dev.postern.tls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import java.net.SocketAddress;
import java.util.List;

/// Netty's [SslHandler] in name alone: Netty, Reactor Netty and Spring look for one to decide what is HTTPS.
///
/// Every method that touches data is replaced, here where nothing is left of it and in [TlsHandler] where the engine takes its place, and
/// none of the parent's private state is used. A test lists the methods so that an upgrade of Netty cannot add one unnoticed.
abstract sealed class ReplacedSslHandler extends SslHandler permits TlsHandler {
    private final SSLEngine view;

    /// @param view of the session, for those who ask the handler for its engine; it carries no data
    ReplacedSslHandler(SSLEngine view) {
        super(view);
        this.view = view;
    }

    /// Where the handler sits.
    abstract ChannelHandlerContext context();

    @Override
    public SSLEngine engine() {
        return view;
    }

    /// Never reached: [TlsHandler#channelRead] takes the bytes itself.
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        throw new IllegalStateException("bytes never reach the parent's decoder");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
    }

    @Override
    public void read(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void bind(ChannelHandlerContext context, SocketAddress local, ChannelPromise promise) {
        context.bind(local, promise);
    }

    @Override
    public void connect(ChannelHandlerContext context, SocketAddress remote, @Nullable SocketAddress local,
            ChannelPromise promise) {
        context.connect(remote, local, promise);
    }

    @Override
    public void deregister(ChannelHandlerContext context, ChannelPromise promise) {
        context.deregister(promise);
    }

    @Override
    public void disconnect(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        close(context, promise);
    }

    /// Deprecated in Netty, and still overridden: the parent's would close its own, unused engine.
    @Override
    @SuppressWarnings("deprecation")
    public ChannelFuture close() {
        return closeOutbound();
    }

    @Override
    @SuppressWarnings("deprecation")
    public ChannelFuture close(ChannelPromise promise) {
        return closeOutbound(promise);
    }

    /// TLS 1.3 has no renegotiation.
    @Override
    public Future<Channel> renegotiate() {
        return renegotiate(context().executor().newPromise());
    }

    @Override
    public Future<Channel> renegotiate(Promise<Channel> promise) {
        return promise.setFailure(new SSLException("TLS 1.3 has no renegotiation (RFC 9846 4.2.2)"));
    }
}
