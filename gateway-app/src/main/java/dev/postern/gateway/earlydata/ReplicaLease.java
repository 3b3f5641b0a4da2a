package dev.postern.gateway.earlydata;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// What the database knows of a replica's early-data policy.
///
/// @param id       of the replica
/// @param revision that it had when it was seen last
/// @param lease    for how long it acts by that
/// @param seenAt   by the database's clock, or null when it was never seen
record ReplicaLease(String id, long revision, Duration lease, @Nullable Instant seenAt) {
    /// A replica counts its lease from before it was seen; this is for clocks that do not run equally fast.
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /// Whether it may act by what it has.
    boolean isHeld(Instant databaseNow) {
        return seenAt != null && seenAt.plus(lease).plus(MARGIN).isAfter(databaseNow);
    }
}
