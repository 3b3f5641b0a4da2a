package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.TlsClientConfig;

import java.util.List;
import java.util.function.Supplier;

/// Our client engine for everything that takes an `SslContext`. Each handler asks the supplier for its configuration, so that a ticket is
/// taken out of its store once (RFC 9846 C.4).
public final class TlsClientContext extends ReplacedSslContext {
    private final Supplier<TlsClientConfig> configs;
    private final TlsPolicy.PeerVerifier verifier;

    /// @param verifier judges the server's chain **and** its name
    public TlsClientContext(EngineEnvironment environment, Supplier<TlsClientConfig> configs,
            TlsPolicy.PeerVerifier verifier, List<String> applicationProtocols) {
        super(environment, applicationProtocols);
        this.configs = configs;
        this.verifier = verifier;
    }

    TlsPolicy.PeerVerifier verifier() {
        return verifier;
    }

    @Override
    public boolean isClient() {
        return true;
    }

    @Override
    TlsHandler newHandler() {
        return new TlsClientHandler(this, configs.get());
    }
}
