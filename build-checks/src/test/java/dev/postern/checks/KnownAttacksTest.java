package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/known-attacks.md` names tests that exist, at least one for each attack, and these say with `@Attack` what they show.
class KnownAttacksTest {
    private static final int ATTACKS = 46;

    private final TestTable attacks = TestTable.of("docs/known-attacks.md",
            Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|$"));

    @Test
    void haveARowEachInTheirOrder() {
        assertThat(attacks.rows()).isEqualTo(IntStream.rangeClosed(1, ATTACKS).mapToObj(Integer::toString).toList());
    }

    @Test
    void haveATestEachThatExists() {
        assertThat(attacks.faults()).isEmpty();
    }

    @Test
    void andTheirTestsNameEachOther() {
        assertThat(attacks.unmarked("Attack")).isEmpty();
    }
}
