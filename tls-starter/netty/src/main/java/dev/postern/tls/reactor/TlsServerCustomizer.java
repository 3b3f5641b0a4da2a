package dev.postern.tls.reactor;

import dev.postern.tls.netty.TlsServerContext;
import dev.postern.tls.netty.TlsSession;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

import java.util.function.UnaryOperator;

/// Secures a Reactor Netty server with our engine: HTTP/2 and HTTP/1.1 by ALPN, a [TlsSession] per exchange in Reactor's context under its
/// class as the key.
///
/// ```java
/// HttpServer server = new TlsServerCustomizer(context).apply(HttpServer.create().port(8443));
/// ```
public final class TlsServerCustomizer implements UnaryOperator<HttpServer> {
    private final TlsServerContext context;

    public TlsServerCustomizer(TlsServerContext context) {
        this.context = context;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        // The protocol list is set here too: with H2C left in it, a secured server fails at bind.
        return server.secure(spec -> spec.sslContext(context)).protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                .mapHandle((done, connection) -> TlsSession.arriving(connection.channel())
                        .map(session -> done.contextWrite(view -> view.put(TlsSession.class, session))).orElse(done));
    }
}
