package dev.postern.gateway.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/// An HTTP/2 client by Netty's codec over the JDK's TLS, one connection, whose streams a test drives frame by frame.
public final class Http2Client implements AutoCloseable {
    private final Channel connection;

    /// @param tls offers `h2`
    public Http2Client(int port, SslContext tls) {
        connection = new Bootstrap().group(ScriptedHttp2Upstream.LOOPS).channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true).handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", port),
                                Http2FrameCodecBuilder.forClient()
                                        .initialSettings(Http2Settings.defaultSettings().pushEnabled(false)).build(),
                                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                }).connect(InetAddress.getLoopbackAddress(), port).syncUninterruptibly().channel();
        connection.pipeline().get(SslHandler.class).handshakeFuture().syncUninterruptibly();
    }

    public Http2Peer open() {
        Http2Peer stream = new Http2Peer();
        new Http2StreamChannelBootstrap(connection).handler(stream).open().syncUninterruptibly();
        return stream;
    }

    /// A request without a body.
    public Http2Peer get(String path, String... fields) {
        return request("GET", path, true, fields);
    }

    /// @param last whether the head is the whole request
    public Http2Peer request(String method, String path, boolean last, String... fields) {
        String[] all = new String[8 + fields.length];
        String[] pseudo = {":method", method, ":scheme", "https", ":authority", "localhost", ":path", path};
        System.arraycopy(pseudo, 0, all, 0, 8);
        System.arraycopy(fields, 0, all, 8, fields.length);
        return open().send(last, all);
    }

    @Override
    public void close() {
        connection.close().awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
