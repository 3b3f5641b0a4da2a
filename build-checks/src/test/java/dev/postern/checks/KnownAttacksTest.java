package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// `docs/known-attacks.md` names tests that exist, at least one for each attack.
class KnownAttacksTest {

    private static final int ATTACKS = 46;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`([\\w.]+#\\w+)`");

    private final Sources sources = Sources.ofThisRepository();
    private final String text = Sources.read(sources.root().resolve("docs/known-attacks.md"));

    @Test
    void haveARowEachInTheirOrder() {
        List<Integer> numbers = ROW.matcher(text).results().map(row -> Integer.parseInt(row.group(1))).toList();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, ATTACKS).boxed().toList());
    }

    @Test
    void haveATestEachThatExists() {
        Set<String> existing = sources.tests().stream().map(TestMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> faults = new ArrayList<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            List<String> named = TEST.matcher(row.group(2)).results().map(test -> test.group(1)).toList();
            if (named.isEmpty()) {
                faults.add("attack " + row.group(1) + " has no test");
            }
            named.stream().filter(test -> !existing.contains(test))
                    .forEach(
                            test -> faults.add("attack " + row.group(1) + " names " + test + ", which does not exist"));
        }
        assertThat(faults).isEmpty();
    }
}
