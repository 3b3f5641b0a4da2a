package dev.postern.gateway.proxy;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.routes.UpstreamTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// An authority and a certificate of it for `localhost`.
final class UpstreamIdentity {
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
    private final Issued issued = authority.issue(List.of("localhost"));

    /// Trusts this authority, and expects `localhost`.
    UpstreamTls trusted() {
        return new UpstreamTls(true, "localhost", List.of(authority.certificate()));
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    Issued issued() {
        return issued;
    }

    ServerSocket serverSocket() throws IOException {
        return context().getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /// For both roles: shows the certificate, trusts the authority.
    SSLContext context() {
        try {
            char[] password = {};
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("server", issued.privateKey(), password, issued.chain().toArray(Certificate[]::new));
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, password);
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            authorities.setCertificateEntry("authority", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SslContext server(String... protocols) {
        return build(SslContextBuilder.forServer(issued.privateKey(), issued.chain().toArray(X509Certificate[]::new)),
                protocols);
    }

    SslContext client(String... protocols) {
        return build(SslContextBuilder.forClient().trustManager(authority.certificate()), protocols);
    }

    private static SslContext build(SslContextBuilder builder, String... protocols) {
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
