package dev.postern.tls.sidechannel;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Measures every [TimedChoice] with its two inputs interleaved at random, and prints Welch's t. Above [#LIMIT] the two can be told apart by
/// time. Noise may do that once; it does not do it three times in one direction.
///
/// Comparisons that are made to leak are measured with the rest: where these go unnoticed, the machine is too restless and the run
/// fails as well.
public final class SideChannels {
    static final double LIMIT = 10;
    private static final int ATTEMPTS = 3;
    private static final int LEAST_SAMPLES = 10_000;
    private static final int MOST_SAMPLES = 400_000;
    private static final int WARM_UP = 3_000;

    private static int sink;

    private SideChannels() {}

    /// The argument is how many seconds each measurement takes.
    public static void main(String[] arguments) {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
        int failures = 0;
        for (TimedChoice choice : TimedChoices.all()) {
            double t = measure(choice, time);
            boolean told = Math.abs(t) > LIMIT;
            boolean good = told == choice.leaks();
            failures += good ? 0 : 1;
            IO.println("%-64s t %8.2f  %s".formatted(choice.name(), t, verdict(told, choice.leaks())));
        }
        IO.println(failures == 0
                ? "No time tells what it should not, and every leak that was made was found."
                : failures + " measurements are not as they should be.");
        if (failures > 0 || sink == 42) {
            System.exit(1);
        }
    }

    private static String verdict(boolean told, boolean leaks) {
        if (leaks) {
            return told ? "leaks, as it was made to" : "FAILED: a leak that was made went unnoticed";
        }
        return told ? "FAILED: the inputs can be told apart" : "the same";
    }

    /// The t of least size among the attempts that agree in sign: a leak shows in each of them.
    static double measure(TimedChoice choice, Duration time) {
        double least = t(choice, time);
        for (int attempt = 1; attempt < ATTEMPTS && Math.abs(least) > LIMIT; attempt++) {
            double next = t(choice, time);
            if (Math.signum(next) != Math.signum(least)) {
                return 0;
            }
            least = Math.abs(next) < Math.abs(least) ? next : least;
        }
        return least;
    }

    private static double t(TimedChoice choice, Duration time) {
        SplittableRandom coin = new SplittableRandom(11);
        for (int i = 0; i < WARM_UP; i++) {
            sample(choice, coin.nextBoolean());
        }
        long[] times = new long[MOST_SAMPLES];
        boolean[] second = new boolean[MOST_SAMPLES];
        long end = System.nanoTime() + time.toNanos();
        int samples = 0;
        while (samples < MOST_SAMPLES && (samples < LEAST_SAMPLES || System.nanoTime() < end)) {
            second[samples] = coin.nextBoolean();
            times[samples] = sample(choice, second[samples]);
            samples++;
        }
        return WelchTest.t(Arrays.copyOf(times, samples), Arrays.copyOf(second, samples));
    }

    private static long sample(TimedChoice choice, boolean second) {
        choice.operation().prepare(second);
        long start = System.nanoTime();
        int result = 0;
        for (int i = 0; i < choice.batch(); i++) {
            result += choice.operation().run();
        }
        long time = System.nanoTime() - start;
        sink += result;
        return time;
    }
}
