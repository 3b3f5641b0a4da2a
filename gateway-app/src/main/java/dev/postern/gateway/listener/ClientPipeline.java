package dev.postern.gateway.listener;

import dev.postern.gateway.http.RequestDecoder;
import dev.postern.gateway.proxy.ClientConnection;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Timeouts;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.netty.TlsSession;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

import java.util.Optional;

/// Turns an accepted connection into one that speaks HTTP: at once in the clear, after ALPN over TLS.
final class ClientPipeline {
    private final ProxyContext proxy;
    private final ListenerSettings settings;
    private final OpenConnections open;
    private final Crowding crowding;

    ClientPipeline(ProxyContext proxy, ListenerSettings settings, OpenConnections open, Crowding crowding) {
        this.crowding = crowding;
        this.proxy = proxy;
        this.settings = settings;
        this.open = open;
    }

    /// Called when the server has set up its part of the pipeline, TLS included.
    void initialise(Channel channel) {
        if (!open.reserve()) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.release());
        serve(channel);
    }

    /// As [#initialise], with a place that the caller has reserved and gives back.
    void serve(Channel channel) {
        withoutReactorBridge(channel.pipeline());
        channel.pipeline().addLast(new Agreement());
        channel.config().setAutoRead(true);
    }

    /// Stands where HTTP will stand, until it is known which.
    private final class Agreement extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            withoutReactorBridge(ctx.pipeline());
            if (!settings.secure()) {
                speak(ctx, null);
            }
            ctx.fireChannelActive();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent ended) {
                if (ended.isSuccess()) {
                    speak(ctx, ctx.pipeline().get(SslHandler.class).applicationProtocol());
                } else {
                    ctx.close();
                }
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The observer of handshakes was told why; here it is only over.
            ctx.close();
        }
    }

    /// The messages are ours; the handler that would hand them to Reactor's operators has nothing to do here.
    private static void withoutReactorBridge(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.ReactiveBridge) != null) {
            pipeline.remove(NettyPipeline.ReactiveBridge);
        }
        if (pipeline.get(NettyPipeline.SslReader) != null) {
            pipeline.remove(NettyPipeline.SslReader);
        }
    }

    private void speak(ChannelHandlerContext agreement, @Nullable String protocol) {
        Channel channel = agreement.channel();
        Optional<TlsSession> session = TlsSession.arriving(channel);
        session.filter(TlsSession::wasEarly).ifPresent(crowding::awaitConfirmation);
        String serverName = session.map(tls -> tls.info().serverName()).orElse(null);
        CertificateChain proved = session.map(tls -> tls.info().peerChain()).orElse(CertificateChain.EMPTY);
        ClientConnection client = settings.secure()
                ? ClientConnection.secure(channel, serverName, session.flatMap(TlsSession::policy).orElse(null),
                        settings.trustedPeers(), proved)
                : ClientConnection.plain(channel, settings.trustedPeers());
        ListenerSettings times = timesFor(serverName, !proved.isEmpty());
        ChannelPipeline pipeline = channel.pipeline();
        if (ApplicationProtocolNames.HTTP_2.equals(protocol)) {
            Http2ClientConnection.on(channel, proxy, times, client, open);
        } else {
            RequestDecoder decoder = new RequestDecoder(settings.heads());
            pipeline.addLast(decoder);
            Http1ClientConnection connection = new Http1ClientConnection(proxy, times, decoder, client, open,
                    pipeline.context(decoder));
            pipeline.addLast(connection);
            connection.start();
        }
        pipeline.remove(agreement.handler());
    }

    /// The host of the handshake says how long its clients may take; the listener's own times are the ceiling.
    private ListenerSettings timesFor(@Nullable String serverName, boolean proved) {
        Host host = settings.secure() ? proxy.snapshots().current().resolver().handshake(serverName).host() : null;
        return host == null ? settings
                : settings.withTimes(Timeouts.shorter(host.timeouts().header(proved), settings.header()),
                        Timeouts.shorter(host.timeouts().keepAlive(proved), settings.keepAlive()), settings.maxAge());
    }
}
