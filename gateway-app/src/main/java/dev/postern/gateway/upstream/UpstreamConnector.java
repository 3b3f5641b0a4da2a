package dev.postern.gateway.upstream;

import dev.postern.gateway.http.HeadLimits;
import dev.postern.gateway.http.ResponseDecoder;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.upstream.UpstreamFailure.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Makes connections to endpoints: the socket, TLS where it is asked for, and the protocol that was agreed on.
final class UpstreamConnector {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final LoopResources loops;
    private final EventLoop loop;
    private final AddressResolverGroup<InetSocketAddress> names;
    private final UpstreamTrust trust;

    UpstreamConnector(LoopResources loops, EventLoop loop, AddressResolverGroup<InetSocketAddress> names,
            UpstreamTrust trust) {
        this.loops = loops;
        this.loop = loop;
        this.names = names;
        this.trust = trust;
    }

    void connect(EndpointAddress address, EndpointPool pool, Opening opening) {
        long timeoutMillis = millis(opening.connectTimeout());
        long startedNanos = System.nanoTime();
        // The channel has to suit the loop, whichever of io_uring, epoll and NIO it runs on.
        Bootstrap bootstrap = new Bootstrap().group(loop)
                .channelFactory(() -> loops.onChannel(SocketChannel.class, loops.onServer(true))).resolver(names)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, timeoutMillis))
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(initializer());
        bootstrap.connect(address.host(), address.port()).addListener((ChannelFuture done) -> {
            Channel channel = done.channel();
            Throwable cause = done.cause();
            if (cause != null) {
                pool.refused(opening, connectFailure(address, cause));
            } else if (address.tls()) {
                long spentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
                secure(channel, address, pool, opening, Math.max(1, timeoutMillis - spentMillis));
            } else {
                speak(channel, pool, opening, address.protocol() == UpstreamProtocol.H2C);
            }
        });
    }

    private static long millis(Duration timeout) {
        try {
            return timeout.toMillis();
        } catch (ArithmeticException unlimited) {
            return Integer.MAX_VALUE;
        }
    }

    private static ChannelHandler initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                // The protocol's handlers come once the connection stands.
            }
        };
    }

    private static UpstreamFailure connectFailure(EndpointAddress address, Throwable cause) {
        return cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException
                ? new UpstreamFailure(Kind.CONNECT_TIMEOUT, address.authority() + " did not answer in time")
                : new UpstreamFailure(Kind.CONNECT_REFUSED,
                        address.authority() + " took no connection: " + cause.getMessage());
    }

    private void secure(Channel channel, EndpointAddress address, EndpointPool pool, Opening opening,
            long timeoutMillis) {
        SslHandler handler;
        try {
            handler = trust.handler(channel.alloc(), address);
        } catch (IllegalStateException unusable) {
            channel.close();
            pool.refused(opening, new UpstreamFailure(Kind.TLS, address.authority() + ": " + unusable.getMessage()));
            return;
        }
        handler.setHandshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
        handler.handshakeFuture().addListener(done -> {
            Throwable cause = done.cause();
            if (cause != null) {
                channel.close();
                pool.refused(opening, cause instanceof SslHandshakeTimeoutException ? connectFailure(address, cause)
                        : new UpstreamFailure(Kind.TLS, address.authority() + ": TLS failed: " + cause));
                return;
            }
            channel.pipeline().remove(HandshakeEnd.class);
            agreed(channel, address, pool, opening, handler.applicationProtocol());
        });
        channel.pipeline().addLast(handler, new HandshakeEnd());
    }

    /// Its future tells how a handshake failed; the pipeline's end would only log it once more.
    private static final class HandshakeEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private void agreed(Channel channel, EndpointAddress address, EndpointPool pool, Opening opening,
            @Nullable String protocol) {
        boolean multiplexed = ApplicationProtocolNames.HTTP_2.equals(protocol);
        if (address.protocol() == UpstreamProtocol.H2 && !multiplexed) {
            channel.close();
            pool.refused(opening, new UpstreamFailure(Kind.TLS, address.authority() + " does not speak HTTP/2"));
            return;
        }
        speak(channel, pool, opening, multiplexed);
    }

    private static void speak(Channel channel, EndpointPool pool, Opening opening, boolean multiplexed) {
        if (multiplexed) {
            Http2Upstream.on(channel, pool, opening);
            return;
        }
        ResponseDecoder decoder = new ResponseDecoder(HeadLimits.DEFAULT);
        Http1Upstream connection = new Http1Upstream(pool, decoder);
        channel.pipeline().addLast(decoder, connection);
        pool.connected(connection, opening);
    }
}
