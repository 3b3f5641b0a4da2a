package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.TlsServerConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import java.util.List;
import java.util.concurrent.Executor;

/// What is left of Netty's [SslContext]: it makes handlers. There is no [SSLEngine] to be had, which could not express early data.
abstract sealed class ReplacedSslContext extends SslContext permits TlsServerContext, TlsClientContext {
    private final EngineEnvironment environment;
    private final List<String> applicationProtocols;

    ReplacedSslContext(EngineEnvironment environment, List<String> applicationProtocols) {
        this.environment = environment;
        this.applicationProtocols = List.copyOf(applicationProtocols);
    }

    /// One for each connection.
    abstract TlsHandler newHandler();

    final EngineEnvironment environment() {
        return environment;
    }

    @Override
    public List<String> cipherSuites() {
        return TlsServerConfig.DEFAULT_CIPHER_SUITES.stream().map(Object::toString).toList();
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

    /// @throws UnsupportedOperationException always: sessions are tickets, which reach a client as
    ///     [dev.postern.tls.event.TlsEvent.TicketReceived]
    @Override
    public SSLSessionContext sessionContext() {
        throw new UnsupportedOperationException(
                "sessions are tickets, held by clients, where they arrive as TlsEvent.TicketReceived");
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return newHandler();
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor delegatedTasks) {
        return newHandler();
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls) {
        return newHandler();
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls,
            Executor delegatedTasks) {
        return newHandler();
    }
}
