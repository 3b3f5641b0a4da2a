package dev.postern.interop.bogo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The list of what is excluded, as `run` reads it before anything is started.
class ExclusionsTest {

    @TempDir
    private Path folder;

    @Test
    void refusesAReasonThatOnlyPutsTheWorkOff() throws Exception {
        assertThat(readingOf(exclusion("TODO: look into this one"))).contains("gives no reason for -some-flag");
    }

    @Test
    void refusesAReasonThatSaysNothing() throws Exception {
        assertThat(readingOf(exclusion("no"))).contains("gives no reason for -some-flag");
    }

    @Test
    void takesAReasonThatSaysWhy() throws Exception {
        assertThat(readingOf(exclusion("another transport: QUIC"))).isEqualTo("read");
    }

    private static String exclusion(String reason) {
        return "{\"flags\": [{\"reason\": \"" + reason + "\", \"flags\": [\"-some-flag\"]}], \"tests\": []}";
    }

    private String readingOf(String exclusions) throws IOException, InterruptedException {
        Files.copy(Path.of("run"), folder.resolve("run.py"));
        Files.writeString(folder.resolve("exclusions.json"), exclusions);
        Process python = new ProcessBuilder("python3", "-c", "import run; run.Exclusions(); print('read', end='')")
                .directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        python.waitFor();
        return said.strip();
    }
}
