package dev.postern.gateway.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The listeners that carry traffic, as the process sees them.
public interface DataPlane {

    /// Binds every listener; returns when all accept connections.
    ///
    /// @throws RuntimeException when one cannot be bound, with a sentence that names it; the process then does not start
    void start();

    /// Where connections come from, in the order of the settings; a port that was given as 0 is the one that it got.
    List<Bound> bound();

    /// One listener that is bound.
    ///
    /// @param place address and port, or `unix:` and a path
    /// @param port  0 where there is none
    record Bound(String listener, String place, int port) {}

    /// Whether every listener accepts connections; readiness asks this.
    boolean isListening();

    /// Stops accepting and leaves in good order: GOAWAY and `Connection: close`, drain, close_notify.
    ///
    /// @param within what is still open then is closed anyway
    /// @return completes when the last connection is closed; never fails
    CompletionStage<Void> leave(Duration within);
}
