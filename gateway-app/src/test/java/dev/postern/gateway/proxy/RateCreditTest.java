package dev.postern.gateway.proxy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class RateCreditTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long RATE = 100;
    private final RateCredit credit = new RateCredit(RATE, GRACE, at(0));

    private static long at(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void whoSendsAtTheRateKeepsItsGrace() {
        for (int second = 1; second <= 1000; second++) {
            assertThat(credit.moved(RATE, at(second))).isEqualTo(at(10));
        }
    }

    @Test
    void whoSendsMoreSlowlyUsesItUp() {
        assertThat(credit.moved(RATE / 2, at(1))).isEqualTo(at(9.5));
        assertThat(credit.moved(RATE / 2, at(2))).isEqualTo(at(9));
        assertThat(credit.moved(0, at(11))).isZero();
    }

    @Test
    void aQuickStartDoesNotPayForATrickleAfterwards() {
        assertThat(credit.moved(1_000_000, at(1))).isEqualTo(at(10));
        assertThat(credit.moved(1, at(10))).isEqualTo(at(1.01));
        assertThat(credit.moved(Long.MAX_VALUE, at(10))).as("as much as there can be").isEqualTo(at(10));
    }

    @Test
    void whileNothingIsAwaitedNothingIsUsedUp() {
        assertThat(credit.await(false, at(4))).isEqualTo(at(6));
        assertThat(credit.await(true, at(1_000))).isEqualTo(at(6));
        assertThat(credit.moved(0, at(1_001))).isEqualTo(at(5));
    }

    @Test
    void whatWaitsMayTakeItsTimeAndTheGrace() {
        assertThat(RateCredit.nanosFor(1_000, RATE, GRACE)).isEqualTo(at(20));
    }
}
