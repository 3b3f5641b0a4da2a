package dev.postern.gateway.lifecycle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RoundsTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private final Semaphore made = new Semaphore(0);

    @Test
    void goesOnAfterARoundThatFailed() throws Exception {
        Rounds rounds = new Rounds("failing", SHORT, () -> {
            made.release();
            throw new IllegalStateException("of the test");
        });
        rounds.start();
        made.acquire(3);
        rounds.stop();
    }

    @Test
    void isHeldUpByNobodyElses() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        Rounds slow = new Rounds("slow", SHORT, () -> {
            waits.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Rounds rounds = new Rounds("quick", SHORT, made::release);
        slow.start();
        waits.await();
        rounds.start();
        made.acquire(3);
        over.countDown();
        rounds.stop();
        slow.stop();
    }

    /// They give nobody way: what only computes would keep those out that take turns with it.
    @Test
    void isHeldUpByNoVirtualThreadsThatCompute() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> computing = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            computing.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        Rounds rounds = new Rounds("looking", SHORT, made::release);
        try {
            rounds.start();
            assertThat(made.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
        } finally {
            over.set(true);
            for (Thread one : computing) {
                one.join();
            }
            rounds.stop();
        }
    }

    @Test
    void theTimeBetweenCountsFromTheBeginningOfARound() {
        long began = Long.MAX_VALUE - 1;
        assertThat(Rounds.pauseNanos(Duration.ofMillis(500), began, began + 200_000_000)).isEqualTo(300_000_000);
        assertThat(Rounds.pauseNanos(Duration.ofMillis(500), began, began)).isEqualTo(500_000_000);
        assertThat(Rounds.pauseNanos(Duration.ofMillis(500), began, began + 700_000_000)).as("it is late already")
                .isZero();
    }

    @Test
    void makesNoneOnceItHasStoppedAndBeginsAgain() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Rounds rounds = new Rounds("stopped", SHORT, () -> {
            count.incrementAndGet();
            made.release();
        });
        rounds.start();
        made.acquire();
        rounds.stop();
        int then = count.get();
        made.drainPermits();
        assertThat(made.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(count).hasValue(then);
        rounds.start();
        made.acquire();
        rounds.stop();
    }
}
