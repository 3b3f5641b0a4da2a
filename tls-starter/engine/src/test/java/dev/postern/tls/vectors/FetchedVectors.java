package dev.postern.tls.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Vectors that a script of `interop/peers` brings, pinned by version and checksum.
final class FetchedVectors {
    private static final Path SCRIPTS = Path.of("..", "..", "interop", "peers");
    private static final int MINUTES = 10;

    private FetchedVectors() {}

    /// @param script its name, without a folder
    /// @return where the vectors lie
    static Path folder(String script) {
        try {
            Process process = new ProcessBuilder(SCRIPTS.resolve(script).toAbsolutePath().normalize().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            process.getOutputStream().close();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(
                        "interop/peers/" + script + " could not bring the vectors; it says why above");
            }
            return Path.of(line);
        } catch (IOException unstartable) {
            throw new UncheckedIOException(unstartable);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted while waiting for interop/peers/" + script, interrupted);
        }
    }
}
