package dev.postern.tls.fuzz;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Every target over its seeds and over the inputs that fuzzing found worth keeping, findings of the past among them.
class CorpusTest {
    private static final Path CORPORA = Path.of("src", "test", "resources", "dev", "postern", "tls", "fuzz");

    static List<String> targets() {
        return FuzzTargets.all().stream().map(FuzzTarget::name).toList();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void holdsForEveryInputOfTheCorpus(String name) throws IOException {
        FuzzTarget target = FuzzTargets.named(name);
        List<byte[]> inputs = new ArrayList<>(target.seeds());
        List<Path> files = files(name);
        assertThat(files).as("%s has no corpus: run scripts/fuzz and keep what it found", name).isNotEmpty();
        for (Path file : files) {
            inputs.add(Files.readAllBytes(file));
        }
        TreeSet<String> outcomes = new TreeSet<>();
        for (byte[] input : inputs) {
            outcomes.add(Allowance.feed(target, input));
        }
        assertThat(outcomes).as("what the corpus of %s reaches", name).containsAll(target.mustReach());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void givesTheSameOutcomeTwice(String name) throws IOException {
        FuzzTarget target = FuzzTargets.named(name);
        for (Path file : files(name)) {
            byte[] input = Files.readAllBytes(file);
            assertThat(target.feed(input)).as(file.toString()).isEqualTo(target.feed(input));
        }
    }

    @Test
    void everyCorpusHasItsTarget() throws IOException {
        try (Stream<Path> folders = Files.list(CORPORA)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(targets());
        }
    }

    @Test
    void holdsATargetToItsMemory() {
        assertThatThrownBy(() -> Allowance.feed(new Wasteful(), new byte[1])).isInstanceOf(AssertionError.class)
                .hasMessageContaining("made wasteful allocate");
    }

    private static List<Path> files(String target) throws IOException {
        try (Stream<Path> files = Files.list(CORPORA.resolve(target))) {
            return files.sorted().toList();
        }
    }

    private static final class Wasteful implements FuzzTarget {
        private byte[] waste = {};

        @Override
        public String name() {
            return "wasteful";
        }

        @Override
        public String feed(byte[] input) {
            waste = new byte[1 << 20];
            return "wasted " + waste.length;
        }

        @Override
        public List<byte[]> seeds() {
            return List.of();
        }

        @Override
        public Set<String> mustReach() {
            return Set.of();
        }
    }
}
