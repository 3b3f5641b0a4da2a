package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// Rows name tests, and tests their rows.
class TestTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([\\d.]+) \\| ([^|]+) \\|$");
    private static final String DOCUMENT = """
            | 1.1 | `some.SomeTest#one` `some.SomeTest#two` |
            | 1.2 | `some.SomeTest#one` |
            """;

    private static TestTable table(String document, String markOfOne, String markOfTwo) {
        String source = "class SomeTest {\n\n    @Test\n    " + markOfOne
                + "\n    void one() {\n    }\n\n    @Test\n    "
                + markOfTwo + "\n    void two() {\n    }\n}\n";
        return new TestTable(document, ROW,
                new Sources(Path.of(""), Map.of(), TestMethod.in("some.SomeTest", source)));
    }

    @Test
    void haveTestsThatNameThem() {
        TestTable table = table(DOCUMENT, "@EarlyDataRule({\"1.1\", \"1.2\"})", "@EarlyDataRule(\"1.1\")");
        assertThat(table.faults()).isEmpty();
        assertThat(table.unmarked("EarlyDataRule")).isEmpty();
    }

    @Test
    void missAMark() {
        assertThat(table(DOCUMENT, "@EarlyDataRule(\"1.1\")", "@EarlyDataRule(\"1.1\")").unmarked("EarlyDataRule"))
                .containsExactly("1.2 names some.SomeTest#one, which has no @EarlyDataRule of it");
        assertThat(table(DOCUMENT, "@EarlyDataRule({\"1.1\", \"1.2\"})", "@Attack(1)").unmarked("EarlyDataRule"))
                .containsExactly("1.1 names some.SomeTest#two, which has no @EarlyDataRule of it");
    }

    @Test
    void refuseAMarkThatTheyDoNotName() {
        TestTable table = table(DOCUMENT, "@EarlyDataRule({\"1.1\", \"1.2\"})", "@EarlyDataRule({\"1.1\", \"1.3\"})");
        assertThat(table.unmarked("EarlyDataRule"))
                .containsExactly("some.SomeTest#two has an @EarlyDataRule of 1.3, whose row does not name it");
    }

    @Test
    void missATestAndFindOneThatDoesNotExist() {
        List<String> faults = table("| 1.1 | `some.SomeTest#three` |\n| 1.2 | none |\n", "@Attack(1)", "@Attack(2)")
                .faults();
        assertThat(faults).containsExactly("1.1 names some.SomeTest#three, which does not exist", "1.2 has no test");
    }
}
