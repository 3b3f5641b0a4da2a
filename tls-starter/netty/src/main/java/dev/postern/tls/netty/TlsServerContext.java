package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import java.util.List;
import java.util.concurrent.Executor;

/// Our server engine for everything that takes an [SslContext]: Netty pipelines, Reactor Netty's `secure(...)`.
///
/// Immutable and shared by every connection of a listener. Certificates, tickets and early data are the selector's answer, per connection,
/// so nothing here has to be replaced when they change.
public final class TlsServerContext extends SslContext {
    private final EngineEnvironment environment;
    private final TlsPolicySelector selector;
    private final TlsObserver observer;
    private final List<String> applicationProtocols;

    /// @param applicationProtocols what [#applicationProtocolNegotiator] names; the policy's own list decides
    public TlsServerContext(EngineEnvironment environment, TlsPolicySelector selector, TlsObserver observer,
            List<String> applicationProtocols) {
        this.environment = environment;
        this.selector = selector;
        this.observer = observer;
        this.applicationProtocols = List.copyOf(applicationProtocols);
    }

    EngineEnvironment environment() {
        return environment;
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
    public List<String> cipherSuites() {
        return dev.postern.tls.config.TlsServerConfig.DEFAULT_CIPHER_SUITES.stream().map(Object::toString).toList();
    }

    /// Deprecated in Netty without a successor; the class demands it.
    @Override
    @SuppressWarnings("deprecation")
    public io.netty.handler.ssl.ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return () -> applicationProtocols;
    }

    /// @throws UnsupportedOperationException always: early data does not fit wrap and unwrap; take a handler instead
    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        throw new UnsupportedOperationException(
                "take a handler from this context: an SSLEngine cannot express early data");
    }

    /// @throws UnsupportedOperationException always, as [#newEngine(ByteBufAllocator)]
    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return newEngine(allocator);
    }

    /// @throws UnsupportedOperationException always: sessions are tickets, held by clients
    @Override
    public SSLSessionContext sessionContext() {
        throw new UnsupportedOperationException("sessions are tickets, which the clients hold");
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return new TlsServerHandler(this);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor delegatedTasks) {
        return new TlsServerHandler(this);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls) {
        return new TlsServerHandler(this);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls,
            Executor delegatedTasks) {
        return new TlsServerHandler(this);
    }
}
