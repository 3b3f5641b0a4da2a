package dev.postern.gateway.lifecycle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that is done again and again in a thread of its own, so that no other's slow database or Redis holds it up. A platform thread: virtual
/// ones share as many carriers as there are processors, and what computes for long on those would have early data go on after its kill switch
/// was engaged.
///
/// It ends when its owner stops and not before. Spring's own scheduler stops as soon as the context is to close, while the data plane serves
/// on: whoever acts by what was looked up must go on looking until the last connection is gone.
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final Duration every;
    private final Runnable round;
    private @Nullable Running running;

    private record Running(Thread thread, CountDownLatch ended) {}

    /// @param name  of the thread
    /// @param every from the beginning of a round to that of the next; nothing is done at once
    /// @param round may block; what it throws is logged, and the next one follows
    public Rounds(String name, Duration every, Runnable round) {
        this.name = name;
        this.every = every;
        this.round = round;
    }

    public synchronized void start() {
        if (running == null) {
            CountDownLatch ended = new CountDownLatch(1);
            running = new Running(Thread.ofPlatform().daemon().name(name).start(() -> goOn(ended)), ended);
        }
    }

    private void goOn(CountDownLatch ended) {
        try {
            long pauseNanos = every.toNanos();
            while (!ended.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                long beganNanos = System.nanoTime();
                once();
                pauseNanos = pauseNanos(every, beganNanos, System.nanoTime());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// A round that took longer is followed at once, and the times that were missed are not made up for.
    static long pauseNanos(Duration every, long beganNanos, long nowNanos) {
        return Math.max(0, every.toNanos() - (nowNanos - beganNanos));
    }

    /// Once must not be for good, whatever went wrong: early data waits for those that renew nothing.
    private void once() {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Failed, and will be tried again: {}", name, e);
        }
    }

    /// Waits a little for the round that is being made; without an interruption, after which an embedded database is closed for all.
    public synchronized void stop() {
        Running open = running;
        running = null;
        if (open == null) {
            return;
        }
        open.ended().countDown();
        try {
            if (!open.thread().join(PATIENCE)) {
                LOG.debug("Still busy: {}", name);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
