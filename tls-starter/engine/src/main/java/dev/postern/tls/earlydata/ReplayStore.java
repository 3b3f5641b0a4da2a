package dev.postern.tls.earlydata;

import java.util.concurrent.CompletionStage;

/// Remembers which early hellos were accepted (RFC 9846 8.2). Shared by every connection of a process or of many.
///
/// An implementation never blocks, and never answers [Claim#FIRST] when it is not sure: early data that is refused costs a round trip,
/// early data that is replayed costs trust.
@FunctionalInterface
public interface ReplayStore {
    /// What the store says about one hello.
    enum Claim {
        /// Never seen; it is recorded now, for as long as it is fresh.
        FIRST,
        /// Seen while it was fresh.
        SEEN,
        /// Not fresh by the store's own clock, which is the one that counts where several processes share the store.
        STALE,
        /// The store remembers, but not yet for long enough to tell.
        WARMING_UP,
        /// The store cannot tell: full, or unreachable.
        UNAVAILABLE
    }

    /// Records the hello unless it is there already: one atomic step.
    CompletionStage<Claim> claim(SentHello hello);
}
