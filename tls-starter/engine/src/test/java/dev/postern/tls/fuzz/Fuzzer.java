package dev.postern.tls.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The door for Jazzer, which finds two of these methods by their names; its argument is the name of a target.
public final class Fuzzer {
    private static FuzzTarget target = FuzzTargets.all().getFirst();

    private Fuzzer() {}

    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
        // Instrumenting what a first run loads takes seconds: too long for an input's own time.
        target.seeds().forEach(target::feed);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        Allowance.feed(target, input);
    }

    /// Writes the seeds of every target below a folder, one file each, named by its target and a number.
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        for (FuzzTarget each : FuzzTargets.all()) {
            write(folder.resolve(each.name()), each);
        }
    }

    private static void write(Path folder, FuzzTarget each) {
        try {
            Files.createDirectories(folder);
            int number = 0;
            for (byte[] seed : each.seeds()) {
                Files.write(folder.resolve("seed-%02d".formatted(number++)), seed);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
