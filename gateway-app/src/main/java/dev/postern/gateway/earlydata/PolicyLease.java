package dev.postern.gateway.earlydata;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.LongSupplier;

/// For how long the early-data policy may be acted on without having seen that it is still the newest. It counts from the beginning of the
/// look that saw so, or a slow database would lengthen it.
///
/// Two clocks must agree: the steady one stands still while a virtual machine is suspended, and the other can be set back.
public final class PolicyLease {
    private final Duration length;
    private final LongSupplier steadyNanos;
    private final LongSupplier wallMillis;
    private volatile @Nullable Moment renewed;

    /// One reading of both clocks.
    record Moment(long steadyNanos, long wallMillis) {}

    PolicyLease(Duration length, LongSupplier steadyNanos, LongSupplier wallMillis) {
        this.length = length;
        this.steadyNanos = steadyNanos;
        this.wallMillis = wallMillis;
    }

    Moment now() {
        return new Moment(steadyNanos.getAsLong(), wallMillis.getAsLong());
    }

    /// @param lookBegan before the database was asked
    void renew(Moment lookBegan) {
        renewed = lookBegan;
    }

    /// At once: what the policy was held by is no longer there.
    void end() {
        renewed = null;
    }

    /// Never before the first look: a configuration from the last good file may be of any age.
    public boolean isHeld() {
        return left().isPositive();
    }

    /// Zero when it is over.
    public Duration left() {
        Moment since = renewed;
        if (since == null) {
            return Duration.ZERO;
        }
        Moment now = now();
        Duration steady = length.minusNanos(now.steadyNanos - since.steadyNanos);
        Duration wall = length.minusMillis(now.wallMillis - since.wallMillis);
        Duration left = steady.compareTo(wall) < 0 ? steady : wall;
        return left.isNegative() ? Duration.ZERO : left;
    }

    public Duration length() {
        return length;
    }
}
