package dev.postern.tls.netty;

import dev.postern.tls.ClientHelloView;

import java.util.concurrent.CompletionStage;

/// Chooses how a connection is served, once its ClientHello is known. May answer late and from any thread; the connection waits, no
/// thread does.
@FunctionalInterface
public interface TlsPolicySelector {
    /// @return the policy; failing with a [dev.postern.tls.alert.TlsAlert] refuses the connection with that alert, anything else
    ///     with `internal_error`
    CompletionStage<TlsPolicy> select(ClientHelloView hello);
}
