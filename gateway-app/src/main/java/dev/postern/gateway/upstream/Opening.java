package dev.postern.gateway.upstream;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/// A request that waits for a stream.
///
/// @param otherwise      what happens when an endpoint takes no connection; null when there is no other, and the request fails
/// @param connectTimeout for the connection with its TLS handshake
/// @param again          whether it was served once, by a connection that turned out to be stale
record Opening(UpstreamListener listener, @Nullable Consumer<UpstreamFailure> otherwise, Duration connectTimeout,
        boolean again) {
    Opening(UpstreamListener listener, @Nullable Consumer<UpstreamFailure> otherwise, Duration connectTimeout) {
        this(listener, otherwise, connectTimeout, false);
    }

    /// Once more, and then never again: an endpoint that refuses everybody must not be asked for ever.
    Opening onceMore() {
        return new Opening(listener, otherwise, connectTimeout, true);
    }

    /// The client went away while the connection was being made.
    boolean isAbandoned() {
        return listener.isAbandoned();
    }

    void refused(UpstreamFailure failure) {
        if (isAbandoned()) {
            return;
        }
        if (otherwise == null) {
            listener.failed(failure);
        } else {
            otherwise.accept(failure);
        }
    }
}
