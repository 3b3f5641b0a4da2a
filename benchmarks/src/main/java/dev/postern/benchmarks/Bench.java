package dev.postern.benchmarks;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/// Runs the benchmarks whose names match and writes the ratios: `Bench <seconds per iteration> <result file> <pattern>`.
public final class Bench {
    private static final int ITERATIONS = 5;
    private static final int WARMUP_ITERATIONS = 10;

    private Bench() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        TimeValue time = TimeValue.milliseconds(Math.round(1000 * Double.parseDouble(arguments[0])));
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(arguments[2])
                .warmupIterations(WARMUP_ITERATIONS).warmupTime(time).measurementIterations(ITERATIONS)
                .measurementTime(time).shouldFailOnError(true).build()).run();
        Files.writeString(Path.of(arguments[1]), Report.of(results).toMarkdown(arguments[0], arguments[2]));
    }
}
