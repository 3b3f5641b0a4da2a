package dev.postern.gateway.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The time that a sender has left at a minimum rate: each byte earns some, waiting for it spends it, and no more than the grace is saved up,
/// so that a quick start does not pay for a trickle afterwards. While it cannot send it spends nothing. Knows no clock.
final class RateCredit {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final long graceNanos;
    private long leftNanos;
    private long sinceNanos;
    private boolean awaited;

    RateCredit(long bytesPerSecond, Duration grace, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.graceNanos = grace.toNanos();
        this.leftNanos = graceNanos;
        this.sinceNanos = nowNanos;
        this.awaited = true;
    }

    /// @return what is left
    long moved(long bytes, long nowNanos) {
        spend(nowNanos);
        long earned = Math.multiplyHigh(bytes, SECOND_NANOS) == 0 ? bytes * SECOND_NANOS / bytesPerSecond : graceNanos;
        leftNanos = Math.min(graceNanos, leftNanos + earned);
        return leftNanos;
    }

    /// @return what is left
    long await(boolean more, long nowNanos) {
        spend(nowNanos);
        awaited = more;
        return leftNanos;
    }

    /// It had no chance to send: as if it began now.
    void startAgain(long nowNanos) {
        leftNanos = graceNanos;
        sinceNanos = nowNanos;
    }

    long graceNanos() {
        return graceNanos;
    }

    boolean isAwaited() {
        return awaited;
    }

    private void spend(long nowNanos) {
        if (awaited) {
            leftNanos -= nowNanos - sinceNanos;
        }
        sinceNanos = nowNanos;
    }

    /// How long so many bytes may take.
    static long nanosFor(long bytes, long bytesPerSecond, Duration grace) {
        return grace.toNanos() + bytes * SECOND_NANOS / bytesPerSecond;
    }
}
