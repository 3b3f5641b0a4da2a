package dev.postern.tls.sidechannel;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

class WelchTestTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void findsOnePartInAHundred() {
        assertThat(Math.abs(t(10))).isGreaterThan(SideChannels.LIMIT);
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(Math.abs(t(0))).isLessThan(4.5);
    }

    /// A thousand nanoseconds, give or take fifty, with interruptions now and then.
    private double t(long leakNanos) {
        long[] times = new long[20_000];
        boolean[] second = new boolean[times.length];
        for (int i = 0; i < times.length; i++) {
            second[i] = random.nextBoolean();
            long interruption = random.nextInt(50) == 0 ? 100_000 : 0;
            times[i] = 1_000 + random.nextInt(100) + interruption + (second[i] ? leakNanos : 0);
        }
        return WelchTest.t(times, second);
    }
}
