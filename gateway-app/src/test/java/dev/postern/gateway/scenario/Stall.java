package dev.postern.gateway.scenario;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long this machine lets a process wait that wants to run: measured while it is open, so that no test guesses it.
final class Stall implements AutoCloseable {
    private static final Duration NAP = Duration.ofMillis(10);
    private final Thread watch = Thread.ofPlatform().daemon().start(this::measure);
    private volatile long longestNanos;

    private void measure() {
        try {
            while (true) {
                long startNanos = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(NAP.toNanos());
                longestNanos = Math.max(longestNanos, System.nanoTime() - startNanos - NAP.toNanos());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
