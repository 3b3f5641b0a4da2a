package dev.postern.gateway.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// A clock of its own for one process: a library, made here from a page of C, that answers for the system's clock.
final class ClockApart {

    private ClockApart() {}

    /// @param folder where to make it
    /// @param apart  how far it is ahead of ours
    /// @return the environment of the process
    static Map<String, String> by(Duration apart, Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("apart.c");
        Path library = folder.resolve("apart.so");
        try (InputStream resource = ClockApart.class.getResourceAsStream("/clock/apart.c")) {
            Files.copy(Objects.requireNonNull(resource), source);
        }
        Process compiler = new ProcessBuilder("cc", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library.toString(),
                source.toString(), "-ldl").redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) {
            throw new AssertionError("scripts/install-test-tools installs a C compiler; this one failed: " + said);
        }
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_APART", Long.toString(apart.toSeconds()));
    }
}
