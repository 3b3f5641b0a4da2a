package dev.postern.tls.netty;

import dev.postern.tls.ClientHelloView;

import java.util.concurrent.CompletionStage;

/// Chooses how a connection is served, once its ClientHello is known. Called on the connection's event loop, where it must not block; may answer
/// late and from any thread. The connection waits, as long as the handshake's deadline lets it; no thread does.
@FunctionalInterface
public interface TlsPolicySelector {
    /// @return the policy; failing with a [dev.postern.tls.alert.TlsAlert] refuses the connection with that alert, anything else
    ///     (another exception, thrown or in the stage, or null) with `internal_error`
    CompletionStage<TlsPolicy> select(ClientHelloView hello);

    /// The same, for selectors that want to know whose hello it is. This is the one that connections call.
    default CompletionStage<TlsPolicy> select(ClientHelloView hello, HandshakeContext connection) {
        return select(hello);
    }
}
