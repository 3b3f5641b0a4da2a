package dev.postern.tls.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Our handler on loopback without any HTTP: a test looks into it on its event loop, and puts whatever it likes behind it.
final class HandlerServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<TlsHandler> accepted = new LinkedBlockingQueue<>();
    private final List<TlsHandler> served = new CopyOnWriteArrayList<>();
    private final Channel server;

    /// @param channels settles how a channel reads and with which memory, and adds what stands behind the handler
    HandlerServer(TlsServerContext context, Consumer<Channel> channels) throws InterruptedException {
        server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.accept(channel);
                        TlsHandler handler = context.newHandler();
                        channel.pipeline().addFirst(handler);
                        served.add(handler);
                        accepted.add(handler);
                        channel.read();
                    }
                }).bind("127.0.0.1", 0).sync().channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// Of the next connection.
    TlsHandler accepted() throws InterruptedException {
        return accepted.take();
    }

    static <T> T onLoop(TlsHandler handler, Callable<T> look) throws Exception {
        return handler.connected().context().executor().submit(look).get();
    }

    static void until(TlsHandler handler, Callable<Boolean> condition) throws Exception {
        while (!onLoop(handler, condition)) {
            Thread.onSpinWait();
        }
    }

    /// Waits until the handler knows that its connection is closed. A loop that is told to end while it runs a task ends without a last look at
    /// its channels, which keep their buffers then.
    static void seenOff(TlsHandler handler) throws Exception {
        until(handler, handler::isInactive);
    }

    @Override
    public void close() throws Exception {
        try {
            for (TlsHandler handler : served) {
                handler.connected().context().close();
                seenOff(handler);
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }
}
