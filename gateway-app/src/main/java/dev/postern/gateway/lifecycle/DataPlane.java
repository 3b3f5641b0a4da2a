package dev.postern.gateway.lifecycle;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The listeners that carry traffic, as the process sees them.
public interface DataPlane {

    /// Binds every listener; returns when all accept connections.
    ///
    /// @throws RuntimeException when one cannot be bound, with a sentence that names it; the process then does not start
    void start();

    /// Where clients connect, in the order of the settings; a port that was given as 0 is the one that it got.
    List<Bound> bound();

    /// One listener that is bound.
    record Bound(String listener, InetSocketAddress address) {}

    /// Whether every listener accepts connections; readiness asks this.
    boolean isListening();

    /// Stops accepting and leaves in good order: GOAWAY and `Connection: close`, drain, close_notify.
    ///
    /// @param within what is still open then is closed anyway
    /// @return completes when the last connection is closed; never fails
    CompletionStage<Void> leave(Duration within);
}
