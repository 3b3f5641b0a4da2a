package dev.postern.gateway.upstream;

import java.time.Duration;
import java.util.function.Consumer;

/// A request that waits for a stream.
///
/// @param otherwise      what happens when an endpoint takes no connection: another one is asked, or the request fails
/// @param connectTimeout for the connection with its TLS handshake
record Opening(UpstreamListener listener, Consumer<UpstreamFailure> otherwise, Duration connectTimeout) {
    static final Consumer<UpstreamFailure> NOBODY_ELSE = failure -> {
    };

    /// The client went away while the connection was being made.
    boolean isAbandoned() {
        return listener.isAbandoned();
    }

    void refused(UpstreamFailure failure) {
        if (isAbandoned()) {
            return;
        }
        if (otherwise == NOBODY_ELSE) {
            listener.failed(failure);
        } else {
            otherwise.accept(failure);
        }
    }
}
