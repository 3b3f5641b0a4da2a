package dev.postern.examples.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A jar that runs in a process of its own, and what it printed.
final class StartedJar implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 50;

    private final Process process;
    private final Path log;

    StartedJar(Path jar, Path log, Map<String, String> environment, String... arguments) throws IOException {
        this.log = log;
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(log.getParent().toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    String said() throws IOException {
        return Files.readString(log);
    }

    /// Waits until it has printed what matches, and returns the first group of it.
    String await(String pattern) throws IOException, InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < endNanos) {
            boolean alive = process.isAlive();
            Matcher found = wanted.matcher(said());
            if (found.find()) {
                return found.groupCount() == 0 ? found.group() : found.group(1);
            }
            if (!alive) {
                break;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new AssertionError("it did not print " + pattern + " but " + said());
    }

    /// Waits for an end that it comes to by itself.
    int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end and printed " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
