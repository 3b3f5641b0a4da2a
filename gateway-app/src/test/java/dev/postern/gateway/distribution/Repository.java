package dev.postern.gateway.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The clone that this build runs in, and commands run in it.
public final class Repository {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Repository() {}

    /// What a command printed, both streams together, and how it ended.
    public record Outcome(int exitCode, String output) {}

    public static Outcome run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA") || name.startsWith("POSTERN"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /// Files of ours with this ending; nothing that a build or a package manager made.
    static List<Path> filesEndingWith(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !ROOT.relativize(file).toString()
                            .matches("(.*/)?(target|node_modules|dist|\\.git|data)/.*"))
                    .sorted()
                    .toList();
        }
    }
}
