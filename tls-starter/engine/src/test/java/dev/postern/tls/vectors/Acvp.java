package dev.postern.tls.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/// NIST's files for one algorithm and mode, brought by `interop/peers/acvp`: what it asks (`prompt`), and what it wants to hear
/// (`expectedResults`).
final class Acvp {

    /// One question with its group and its answer.
    record Case(String mode, Fields group, Fields prompt, Fields expected) {
        /// Where a failure points.
        @Override
        public String toString() {
            return mode + " " + prompt.number("tcId");
        }
    }

    private final String mode;
    private final List<?> groups;
    private final Map<Object, Fields> answers = new HashMap<>();

    private Acvp(String mode) {
        this.mode = mode;
        this.groups = groups(read("prompt"));
        for (Object group : groups(read("expectedResults"))) {
            for (Object test : tests(group)) {
                Fields answer = new Fields((Map<?, ?>) test);
                answers.put(answer.content().get("tcId"), answer);
            }
        }
    }

    /// @param mode a folder's name, `ML-KEM-keyGen-FIPS203`
    static Acvp mode(String mode) {
        return new Acvp(mode);
    }

    /// Runs every case of the groups that fit, and says how many there were.
    int run(Predicate<Fields> fits, Consumer<Case> test) {
        int run = 0;
        for (Object group : groups) {
            Fields fields = new Fields((Map<?, ?>) group);
            if (fits.test(fields)) {
                for (Object each : tests(group)) {
                    Fields prompt = new Fields((Map<?, ?>) each);
                    Fields expected = answers.get(prompt.content().get("tcId"));
                    assertThat(expected).as("the answer to %s %s", mode, prompt.content().get("tcId")).isNotNull();
                    test.accept(new Case(mode, fields, prompt, expected));
                    run++;
                }
            }
        }
        return run;
    }

    private Map<?, ?> read(String file) {
        try {
            return (Map<?, ?>) Json.read(Files.readString(Folder.PATH.resolve(mode).resolve(file + ".json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<?> groups(Map<?, ?> content) {
        return (List<?>) content.get("testGroups");
    }

    private static List<?> tests(Object group) {
        return (List<?>) ((Map<?, ?>) group).get("tests");
    }

    private static final class Folder {
        static final Path PATH = FetchedVectors.folder("acvp");
    }
}
