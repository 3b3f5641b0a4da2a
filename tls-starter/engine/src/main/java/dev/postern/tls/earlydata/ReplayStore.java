package dev.postern.tls.earlydata;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// Remembers which early hellos were accepted (RFC 9846 8.2). Shared by every connection of a process or of many.
///
/// An implementation never blocks, and never answers [Claim#FIRST] when it is not sure: early data that is refused costs a round trip,
/// early data that is replayed costs trust.
@FunctionalInterface
public interface ReplayStore {
    /// What the store says about one hello.
    enum Claim {
        /// Never seen; it is recorded now, for the whole window.
        FIRST,
        /// Seen within the window.
        SEEN,
        /// The store cannot tell: full, unreachable, or just restarted without its memory.
        UNAVAILABLE
    }

    /// Records the key unless it is there already: one atomic step.
    ///
    /// @param key    from the validated binder
    /// @param window how long the record must live at least
    CompletionStage<Claim> claim(ReplayKey key, Duration window);
}
