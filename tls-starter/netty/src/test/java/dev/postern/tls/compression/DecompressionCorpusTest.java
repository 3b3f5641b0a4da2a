package dev.postern.tls.compression;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The native libraries over the seeds, and over what fuzzing found worth keeping.
class DecompressionCorpusTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "dev", "postern", "tls", "compression",
            "decompression");

    private static List<byte[]> inputs() throws IOException {
        List<byte[]> inputs = new ArrayList<>(DecompressionFuzzer.seeds());
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    @Test
    void holdsForEveryInputOfTheCorpus() throws IOException {
        TreeSet<String> outcomes = new TreeSet<>();
        for (byte[] input : inputs()) {
            outcomes.add(DecompressionFuzzer.feed(input));
        }

        assertThat(inputs()).hasSizeGreaterThan(DecompressionFuzzer.seeds().size());
        assertThat(outcomes).containsExactlyInAnyOrder("brotli refused", "brotli unpacked", "zstd refused",
                "zstd unpacked", "more than the engine takes");
    }

    @Test
    void givesTheSameOutcomeTwice() throws IOException {
        for (byte[] input : inputs()) {
            assertThat(DecompressionFuzzer.feed(input)).isEqualTo(DecompressionFuzzer.feed(input));
        }
    }
}
