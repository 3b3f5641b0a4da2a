package dev.postern.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// An HTTP/2 upstream by Netty's codec, in the clear or over TLS: each stream is a test's script on a thread of its own.
public final class ScriptedHttp2Upstream implements AutoCloseable {
    /// For every peer that a test plays with Netty.
    static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1,
            new DefaultThreadFactory("test-peer", true), NioIoHandler.newFactory());

    /// Answers one stream.
    @FunctionalInterface
    public interface Script {
        void serve(Http2Peer stream) throws Exception;
    }

    private final Script script;
    private final Channel server;
    /// Connections in the order of their arrival.
    public final List<Channel> connections = new CopyOnWriteArrayList<>();
    /// What scripts could not do.
    public final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    /// @param tls null for prior knowledge in the clear
    public ScriptedHttp2Upstream(SslContext tls, Script script) {
        this(tls, Http2Settings.defaultSettings(), script);
    }

    public ScriptedHttp2Upstream(SslContext tls, Http2Settings settings, Script script) {
        this.script = script;
        this.server = new ServerBootstrap().group(LOOPS).channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(
                                Http2FrameCodecBuilder.forServer().initialSettings(settings)
                                        .validateHeaders(false).build(),
                                new Http2MultiplexHandler(streams()));
                    }
                }).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).syncUninterruptibly().channel();
    }

    /// Answers every stream with 200 and what it brought.
    public static ScriptedHttp2Upstream echoing(SslContext tls) {
        return new ScriptedHttp2Upstream(tls, stream -> {
            stream.head();
            String body = stream.body();
            stream.send(false, ":status", "200").data(body, true);
        });
    }

    private ChannelInitializer<Channel> streams() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                Http2Peer[] peer = new Http2Peer[1];
                peer[0] = new Http2Peer(() -> Thread.ofVirtual().start(() -> serve(peer[0])));
                stream.pipeline().addLast(peer[0]);
            }
        };
    }

    private void serve(Http2Peer stream) {
        try {
            script.serve(stream);
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        connections.forEach(channel -> channel.close().syncUninterruptibly());
    }
}
