package dev.postern.gateway.scenario;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

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

    /// The same for a value that a failure shows.
    static <T> void equal(T expected, Supplier<T> actual) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        T seen = actual.get();
        while (!seen.equals(expected) && System.nanoTime() < endNanos) {
            Thread.sleep(PAUSE_MILLIS);
            seen = actual.get();
        }
        assertThat(seen).as("within %s", PATIENCE).isEqualTo(expected);
    }
}
