package dev.postern.gateway.earlydata;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyLeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private long steadyNanos = 1_000;
    private long wallMillis = 1_000_000;
    private final PolicyLease lease = new PolicyLease(LENGTH, () -> steadyNanos, () -> wallMillis);

    private void pass(Duration time) {
        steadyNanos += time.toNanos();
        wallMillis += time.toMillis();
    }

    @Test
    void isNotHeldBeforeTheDatabaseWasSeenOnce() {
        assertThat(lease.isHeld()).isFalse();
        lease.renew(lease.now());
        assertThat(lease.isHeld()).isTrue();
        assertThat(lease.left()).isEqualTo(LENGTH);
    }

    @Test
    void isHeldUntilItsLastNanosecond() {
        lease.renew(lease.now());
        pass(LENGTH);
        steadyNanos -= 1;
        wallMillis -= 1;
        assertThat(lease.isHeld()).isTrue();
        steadyNanos += 1;
        assertThat(lease.isHeld()).isFalse();
        assertThat(lease.left()).isZero();
        lease.renew(lease.now());
        assertThat(lease.isHeld()).as("renewed").isTrue();
    }

    @Test
    void countsFromTheBeginningOfTheLook() {
        PolicyLease.Moment began = lease.now();
        pass(Duration.ofSeconds(20));
        lease.renew(began);
        assertThat(lease.left()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void endsWhileTheMachineIsSuspendedAndItsSteadyClockStandsStill() {
        lease.renew(lease.now());
        wallMillis += LENGTH.toMillis();
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void isNotLengthenedByAClockThatIsSetBack() {
        lease.renew(lease.now());
        wallMillis -= TimeUnit.HOURS.toMillis(1);
        assertThat(lease.left()).isEqualTo(LENGTH);
        steadyNanos += LENGTH.toNanos();
        assertThat(lease.isHeld()).isFalse();
    }
}
