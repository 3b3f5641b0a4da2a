package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;

import java.util.List;

/// Our server engine for everything that takes an `SslContext`: Netty pipelines, Reactor Netty's `secure(...)`.
///
/// Immutable and shared by every connection of a listener. Certificates, tickets and early data are the selector's answer, per connection,
/// so nothing here has to be replaced when they change.
public final class TlsServerContext extends ReplacedSslContext {
    private final TlsPolicySelector selector;
    private final TlsObserver observer;

    /// @param applicationProtocols what [#applicationProtocolNegotiator] names; the policy's own list decides
    public TlsServerContext(EngineEnvironment environment, TlsPolicySelector selector, TlsObserver observer,
            List<String> applicationProtocols) {
        super(environment, applicationProtocols);
        this.selector = selector;
        this.observer = observer;
    }

    TlsPolicySelector selector() {
        return selector;
    }

    TlsObserver observer() {
        return observer;
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    TlsHandler newHandler() {
        return new TlsServerHandler(this);
    }
}
