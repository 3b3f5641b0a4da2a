package dev.postern.gateway.lifecycle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
