package dev.postern.tls.sidechannel;

import java.util.Arrays;

/// Welch's t-test, as dudect uses it (Reparaz, Balasch, Verbauwhede 2017): are the means of two sets of samples the same?
final class WelchTest {
    /// What lies above this share of all samples is an interruption, not the operation.
    private static final double KEPT = 0.90;

    private WelchTest() {}

    /// @param times  of all samples, in the order in which they were taken
    /// @param second which of them belong to the second input
    static double t(long[] times, boolean[] second) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        long highest = sorted[(int) (KEPT * (sorted.length - 1))];
        Moments first = new Moments();
        Moments other = new Moments();
        for (int i = 0; i < times.length; i++) {
            if (times[i] <= highest) {
                (second[i] ? other : first).add((double) times[i]);
            }
        }
        double error = Math.sqrt(first.variance() / first.count + other.variance() / other.count);
        return error == 0 ? 0 : (first.mean - other.mean) / error;
    }

    private static final class Moments {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double difference = value - mean;
            mean += difference / count;
            squares += difference * (value - mean);
        }

        double variance() {
            return count < 2 ? 0 : squares / (count - 1);
        }
    }
}
