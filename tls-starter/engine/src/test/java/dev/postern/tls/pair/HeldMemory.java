package dev.postern.tls.pair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/// What is left on the heap after a collection, and what `docs/operations/limits.md` says of it.
public final class HeldMemory {
    private static final Path LIMITS_PAGE = Path.of("..", "..", "docs", "operations", "limits.md");

    private HeldMemory() {}

    /// How many bytes one of these holds, in the middle of many.
    public static <T> long ofOne(int many, Supplier<T> making) {
        // What the first one needs is for all of them.
        assertThat(making.get()).isNotNull();
        List<T> held = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < many; i++) {
            held.add(making.get());
        }
        long each = (usedBytes() - before) / many;
        assertThat(held).as("all of them are still there").hasSize(many);
        return each;
    }

    /// The page says of this test's figure what the test does.
    ///
    /// @param test a class and a method
    public static void assertStated(int mostBytes, String test) throws IOException {
        assertThat(Files.readString(LIMITS_PAGE)).contains("| %d KiB | `%s` |".formatted(mostBytes / 1024, test));
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
