package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverOutcome;
import dev.postern.gateway.descriptor.HandoverSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;

/// Serves connections that came by descriptor as if they had been accepted here: the same TLS, the same pipeline behind it. Addresses are the
/// socket's own, so nobody has to be believed about who the client is.
final class HandedConnections implements HandoverSocket.Taker {
    private final SslContext tls;
    private final ClientPipeline pipeline;
    private final OpenConnections open;
    private final WriteBufferWaterMark waterMark;

    HandedConnections(SslContext tls, ClientPipeline pipeline, OpenConnections open, WriteBufferWaterMark waterMark) {
        this.tls = tls;
        this.pipeline = pipeline;
        this.open = open;
        this.waterMark = waterMark;
    }

    @Override
    public HandoverOutcome take(Channel connection, ByteBuf opening, EventLoop loop) {
        if (!open.reserve()) {
            return HandoverOutcome.FULL;
        }
        connection.config().setAutoRead(false);
        // On its own event loop this is decided at once, so that the front is told the truth.
        if (!loop.register(connection).isSuccess()) {
            open.release();
            return HandoverOutcome.NOT_SERVED;
        }
        connection.closeFuture().addListener(closed -> open.release());
        // Nothing reaches the client before the front is answered: until then it may take the connection back.
        loop.execute(() -> serve(connection, opening));
        return HandoverOutcome.TAKEN;
    }

    private void serve(Channel connection, ByteBuf opening) {
        if (!connection.isOpen()) {
            opening.release();
            return;
        }
        connection.config().setOption(ChannelOption.TCP_NODELAY, true);
        connection.config().setWriteBufferWaterMark(waterMark);
        connection.config().setAutoRead(true);
        connection.pipeline().addLast(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel handed) {
                handed.pipeline().addLast(new Opening(opening));
                handed.pipeline().addLast(tls.newHandler(handed.alloc()));
                pipeline.serve(handed);
            }
        });
        // It was active before any of them was there.
        connection.pipeline().fireChannelActive();
    }

    /// What the front read goes first, before anything is read here.
    private static final class Opening extends ChannelInboundHandlerAdapter {
        private final ByteBuf bytes;
        private boolean passed;

        Opening(ByteBuf bytes) {
            this.bytes = bytes;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            passed = true;
            ctx.fireChannelActive();
            if (bytes.isReadable()) {
                ctx.fireChannelRead(bytes);
                ctx.fireChannelReadComplete();
            } else {
                bytes.release();
            }
            ctx.pipeline().remove(this);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            if (!passed) {
                bytes.release();
            }
        }
    }
}
