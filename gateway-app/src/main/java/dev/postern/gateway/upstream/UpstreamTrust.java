package dev.postern.gateway.upstream;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import javax.net.ssl.SSLException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// TLS towards upstreams: a certificate must be trusted and must name the endpoint, unless an operator switched that off by name.
///
/// Contexts are kept per trust and protocol, since reading the machine's authorities takes longer than a handshake.
final class UpstreamTrust {
    private record Wanted(UpstreamTls tls, UpstreamProtocol protocol) {}

    private final Map<Wanted, SslContext> contexts = new ConcurrentHashMap<>();

    /// @throws IllegalStateException when the trust cannot be set up; nothing is trusted then
    SslHandler handler(ByteBufAllocator allocator, EndpointAddress address) {
        SslContext context = contexts.computeIfAbsent(new Wanted(address.trust(), address.protocol()),
                UpstreamTrust::context);
        String asked = address.trust().serverName();
        return context.newHandler(allocator, asked == null ? address.host() : asked, address.port());
    }

    /// What no upstream uses any more can be built again.
    void forgetAll() {
        contexts.clear();
    }

    private static SslContext context(Wanted wanted) {
        UpstreamTls tls = wanted.tls();
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2").applicationProtocolConfig(protocols(wanted.protocol()))
                .endpointIdentificationAlgorithm(tls.verify() ? "HTTPS" : "");
        if (!tls.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (!tls.trust().isEmpty()) {
            builder.trustManager(tls.trust().toArray(X509Certificate[]::new));
        }
        try {
            return builder.build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("the trust of this upstream cannot be set up", unusable);
        }
    }

    private static ApplicationProtocolConfig protocols(UpstreamProtocol protocol) {
        String[] offered = switch (protocol) {
            case HTTP1 -> new String[]{ApplicationProtocolNames.HTTP_1_1};
            case H2, H2C -> new String[]{ApplicationProtocolNames.HTTP_2};
            case AUTO -> new String[]{ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1};
        };
        return new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT, offered);
    }
}
