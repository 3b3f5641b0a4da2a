package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.TlsClientConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Our client engine for everything that takes an [SslContext]. Each handler asks the supplier for its configuration, so that a ticket is
/// taken out of its store once (RFC 9846 C.4).
public final class TlsClientContext extends SslContext {
    private final EngineEnvironment environment;
    private final Supplier<TlsClientConfig> configs;
    private final TlsPolicy.PeerVerifier verifier;
    private final List<String> applicationProtocols;

    /// @param verifier judges the server's chain **and** its name
    public TlsClientContext(EngineEnvironment environment, Supplier<TlsClientConfig> configs,
            TlsPolicy.PeerVerifier verifier, List<String> applicationProtocols) {
        this.environment = environment;
        this.configs = configs;
        this.verifier = verifier;
        this.applicationProtocols = List.copyOf(applicationProtocols);
    }

    EngineEnvironment environment() {
        return environment;
    }

    TlsPolicy.PeerVerifier verifier() {
        return verifier;
    }

    @Override
    public boolean isClient() {
        return true;
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

    /// @throws UnsupportedOperationException always: take a handler instead
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

    /// @throws UnsupportedOperationException always: sessions are [dev.postern.tls.psk.ClientSession]s
    @Override
    public SSLSessionContext sessionContext() {
        throw new UnsupportedOperationException("sessions arrive as TlsEvent.TicketReceived");
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return new TlsClientHandler(this, configs.get());
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls, Executor delegatedTasks) {
        return newHandler(allocator, startTls);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls) {
        return newHandler(allocator, startTls);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, String peerHost, int peerPort, boolean startTls,
            Executor delegatedTasks) {
        return newHandler(allocator, startTls);
    }
}
