package dev.postern.gateway.scenario;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for the thing itself, as long as a slow machine may need.
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 20;

    private Await() {}

    static void until(String failure, BooleanSupplier condition) throws InterruptedException {
        within(PATIENCE, failure, condition);
    }

    /// For what is promised in a time.
    static void within(Duration promised, String failure, BooleanSupplier condition) throws InterruptedException {
        long endNanos = System.nanoTime() + promised.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos > 0) {
                throw new AssertionError(failure + " within " + promised);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
