package dev.postern.gateway.earlydata;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// A change that widened what early data may do, on its way to every replica. Until it is over, what was not granted before it is held.
///
/// @param revision       of the change
/// @param before         what was granted until then
/// @param enabledAt      by the database's clock, or null while replicas are still waited for
/// @param enabledAtNanos the same by this process's steady clock; 0 while it is null
record Stage(long revision, GrantedRequests before, @Nullable Instant enabledAt, long enabledAtNanos) {

    /// @param databaseNow what the database's clock said
    /// @param nowNanos    what the steady clock said right after, so that nobody is early by the way between
    static Stage of(long revision, GrantedRequests before, @Nullable Instant enabledAt, Instant databaseNow,
            long nowNanos) {
        return new Stage(revision, before, enabledAt,
                enabledAt == null ? 0 : nowNanos + Duration.between(databaseNow, enabledAt).toNanos());
    }

    boolean isOver(long nowNanos) {
        return enabledAt != null && nowNanos - enabledAtNanos >= 0;
    }
}
