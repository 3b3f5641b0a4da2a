package dev.postern.gateway.routes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// What holds for every timeout of the gateway.
public final class Timeouts {
    /// The operator asked by name for no deadline.
    public static final Duration UNLIMITED = ChronoUnit.FOREVER.getDuration();

    private Timeouts() {}

    public static boolean isUnlimited(Duration timeout) {
        return timeout.equals(UNLIMITED);
    }

    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    static void requirePositive(String name, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than zero, got " + timeout);
        }
    }
}
