package dev.postern.tls.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/// The files of project Wycheproof (C2SP), brought by `interop/peers/wycheproof`.
final class Wycheproof {
    private final String name;
    private final Map<?, ?> content;

    private Wycheproof(String name, Map<?, ?> content) {
        this.name = name;
        this.content = content;
    }

    /// @param name without `_test.json`
    static Wycheproof file(String name) {
        Path file = Folder.PATH.resolve(name + "_test.json");
        assertThat(file).as("Wycheproof has no file %s: the pinned version is another one than this test knows", name)
                .isRegularFile();
        try {
            return new Wycheproof(name, (Map<?, ?>) Json.read(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Runs every case of the groups that fit, and fails when these are none, or when the file says that it holds more than was found.
    ///
    /// @param fits which groups speak of what TLS uses; the others are counted, not run
    void run(Predicate<Fields> fits, Consumer<Vector> test) {
        int run = 0;
        int others = 0;
        for (Object group : (List<?>) content.get("testGroups")) {
            Fields fields = new Fields((Map<?, ?>) group);
            List<Vector> vectors = vectors(fields);
            if (!fits.test(fields)) {
                others += vectors.size();
                continue;
            }
            vectors.forEach(test);
            run += vectors.size();
        }
        assertThat(run).as("vectors of %s that were run", name).isPositive();
        assertThat((long) run + others).as("vectors in %s", name).isEqualTo(content.get("numberOfTests"));
    }

    private List<Vector> vectors(Fields group) {
        List<Vector> vectors = new ArrayList<>();
        for (Object test : (List<?>) group.content().get("tests")) {
            vectors.add(new Vector(name, group, new Fields((Map<?, ?>) test)));
        }
        return vectors;
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class Folder {
        static final Path PATH = FetchedVectors.folder("wycheproof");
    }
}
