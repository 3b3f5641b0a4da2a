package dev.postern.gateway.distribution;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// `make image` on machines with an engine that answers, with one that does not, and with none.
class ImageIT {

    @TempDir
    Path tools;

    @BeforeEach
    void noEngineOfThisMachine() throws IOException {
        for (String tool : new String[]{"bash", "env", "dirname"}) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
    }

    @Test
    void saysInOneSentenceWhatToInstall() throws Exception {
        assertRefused("An image needs a container engine: install Docker, Podman or Buildah.");
    }

    @Test
    void saysInOneSentenceThatAnEngineDoesNotAnswer() throws Exception {
        engine("docker", "exit 1");
        assertRefused("An image needs a container engine that runs: docker is installed, but 'docker info' fails.");
    }

    @Test
    void takesTheFirstThatAnswers() throws Exception {
        engine("docker", "exit 1");
        engine("podman", "echo podman \"$@\"");
        engine("buildah", "echo buildah \"$@\"");
        Repository.Outcome outcome = image();
        assertThat(outcome.output()).contains("podman build --tag postern/gateway:").doesNotContain("buildah");
        assertThat(outcome.exitCode()).isZero();
    }

    private void assertRefused(String sentence) throws Exception {
        Repository.Outcome outcome = image();
        assertThat(outcome.output().strip()).isEqualTo(sentence);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    private Repository.Outcome image() throws Exception {
        return Repository.run(Map.of("PATH", tools.toString()), "scripts/image");
    }

    private void engine(String name, String does) throws IOException {
        Path engine = Files.writeString(tools.resolve(name), "#!/usr/bin/env bash\n" + does + "\n");
        Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
