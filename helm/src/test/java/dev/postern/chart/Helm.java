package dev.postern.chart;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// The real Helm, which `scripts/helm` builds once and keeps.
final class Helm {

    private static final Path CHART = Path.of("postern").toAbsolutePath();

    private final String binary;

    Helm() throws IOException, InterruptedException {
        Result found = run(List.of(Path.of("..", "scripts", "helm").toString()));
        if (found.exitCode() != 0) {
            throw new IllegalStateException(found.output());
        }
        binary = found.standardOutput().strip();
    }

    Result lint(Path values) throws IOException, InterruptedException {
        return run(List.of(binary, "lint", "--strict", CHART.toString(), "--values", values.toString()));
    }

    Result template(String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(binary, "template", "edge", CHART.toString(), "--namespace", "postern"));
        for (String setting : settings) {
            command.add("--set");
            command.add(setting);
        }
        return run(command);
    }

    Result template(Path values) throws IOException, InterruptedException {
        return run(List.of(binary, "template", "edge", CHART.toString(), "--values", values.toString()));
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("helm", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    /// What came out of one call.
    record Result(int exitCode, String standardOutput, String errors) {

        String output() {
            return standardOutput + errors;
        }

        /// The rendered objects; a failed call is an error that shows what Helm said.
        List<Map<String, Object>> objects() {
            if (exitCode != 0) {
                throw new IllegalStateException(output());
            }
            Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(standardOutput);
            return StreamSupport.stream(documents.spliterator(), false).filter(Map.class::isInstance).map(Result::asMap)
                    .toList();
        }

        /// The one object of this kind.
        Map<String, Object> only(String kind) {
            List<Map<String, Object>> found = objects().stream().filter(object -> kind.equals(object.get("kind")))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalStateException("wanted one " + kind + ", got " + found);
            }
            return found.getFirst();
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> asMap(Object document) {
            return (Map<String, Object>) document;
        }
    }
}
