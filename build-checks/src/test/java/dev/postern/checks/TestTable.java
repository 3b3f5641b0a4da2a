package dev.postern.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tables of a document whose rows name the tests that show them.
///
/// @param text    of the document
/// @param row     a row; its first group is what the row is called, its second its tests
/// @param sources where tests are looked for
record TestTable(String text, Pattern row, Sources sources) {
    private static final Pattern TEST = Pattern.compile("`([\\w.]+#\\w+)`");

    static TestTable of(String document, Pattern row) {
        Sources sources = Sources.ofThisRepository();
        return new TestTable(Sources.read(sources.root().resolve(document)), row, sources);
    }

    /// What the rows are called, in their order.
    List<String> rows() {
        return row.matcher(text).results().map(found -> found.group(1).strip()).toList();
    }

    /// Where a row and a test do not name each other: the row by the test's name, the test by an annotation with the row's.
    List<String> unmarked(String annotation) {
        Map<String, Set<String>> rowsOfTest = new TreeMap<>();
        row.matcher(text).results().forEach(found -> TEST.matcher(found.group(2)).results()
                .forEach(test -> rowsOfTest.computeIfAbsent(test.group(1), _ -> new TreeSet<>())
                        .add(found.group(1).strip())));
        List<String> faults = new ArrayList<>();
        for (TestMethod test : sources.tests()) {
            Set<String> marks = new TreeSet<>(test.marks(annotation));
            Set<String> rows = rowsOfTest.getOrDefault(test.name(), Set.of());
            rows.stream().filter(number -> !marks.contains(number)).forEach(
                    number -> faults
                            .add(number + " names " + test.name() + ", which has no @" + annotation + " of it"));
            marks.stream().filter(number -> !rows.contains(number)).forEach(number -> faults
                    .add(test.name() + " has an @" + annotation + " of " + number + ", whose row does not name it"));
        }
        return faults;
    }

    /// Rows without a test, and tests that do not exist.
    List<String> faults() {
        Set<String> existing = sources.tests().stream().map(TestMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> faults = new ArrayList<>();
        Matcher found = row.matcher(text);
        while (found.find()) {
            String called = found.group(1).strip();
            List<String> named = TEST.matcher(found.group(2)).results().map(test -> test.group(1)).toList();
            if (named.isEmpty()) {
                faults.add(called + " has no test");
            }
            named.stream().filter(test -> !existing.contains(test))
                    .forEach(test -> faults.add(called + " names " + test + ", which does not exist"));
        }
        return faults;
    }
}
