package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/early-data-rules.md` and `docs/rfc8470.md` name tests that exist, at least one for each rule; those of the rules say with `@EarlyDataRule` what
/// they show.
class EarlyDataRulesTest {
    private final TestTable rules = TestTable.of("docs/early-data-rules.md",
            Pattern.compile("(?m)^\\| (\\d+\\.\\d+) \\| [^|]+ \\| ([^|]+) \\|$"));
    private final TestTable http = TestTable.of("docs/rfc8470.md",
            Pattern.compile("(?m)^\\| (\\d[^|]*) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|$"));

    @Test
    void haveARowEachInTheirOrder() {
        assertThat(rules.rows()).isEqualTo(Stream.of(chapter(1, 13), chapter(2, 13), chapter(3, 10), chapter(4, 4),
                chapter(5, 5)).flatMap(List::stream).toList());
    }

    private static List<String> chapter(int number, int rules) {
        return IntStream.rangeClosed(1, rules).mapToObj(rule -> number + "." + rule).toList();
    }

    @Test
    void haveATestEachThatExists() {
        assertThat(rules.faults()).isEmpty();
    }

    @Test
    void andTheirTestsNameEachOther() {
        assertThat(rules.unmarked("EarlyDataRule")).isEmpty();
    }

    @Test
    void theirSectionsOfHttpHaveATestEachThatExists() {
        assertThat(http.rows().stream().map(row -> row.split(" ", 2)[0]).distinct()).containsExactly("2", "3", "4",
                "5.1", "5.2", "6.1", "6.2", "6.3", "6.4");
        assertThat(http.faults()).isEmpty();
    }
}
