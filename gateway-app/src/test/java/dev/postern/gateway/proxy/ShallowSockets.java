package dev.postern.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.netty.resources.LoopResources;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/// An event loop whose accepted sockets hold little: an answer waits for its client in the gateway, and not in the kernel.
final class ShallowSockets implements LoopResources {
    static final ShallowSockets LOOPS = new ShallowSockets();
    private static final int BYTES = 16 * 1024;
    /// Much more than the kernel's buffers at both ends hold, and little enough to be taken from an upstream at once.
    static final int LENGTH = 90_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("shallow", true),
            NioIoHandler.newFactory());

    private ShallowSockets() {}

    /// The client's end of a connection.
    static Socket connect(int port) throws java.io.IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /// The same over TLS, with this protocol.
    static SSLSocket secure(HopGateway gateway, String protocol) throws java.io.IOException {
        int port = gateway.securePort();
        SSLSocket socket = (SSLSocket) HopGateway.IDENTITY.context().getSocketFactory().createSocket(connect(port),
                "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return group;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup on) {
        return type == ServerSocketChannel.class ? type.cast(new Accepting()) : LoopResources.super.onChannel(type, on);
    }

    private static final class Accepting extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            accepted.forEach(one -> ((SocketChannel) one).config().setSendBufferSize(BYTES));
            return count;
        }
    }
}
