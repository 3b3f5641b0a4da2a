package dev.postern.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A test as its source has it.
///
/// @param className its package's last name in front: `server.KeyUpdateTest`
/// @param clauses   of RFC 9846 that its `@Rfc` annotations name
/// @param above     its annotations and comments
record TestMethod(String className, String method, List<ClauseReference> clauses, String above) {

    private static final Pattern METHOD = Pattern
            .compile("(?m)^    (?:public )?(?:static )?(?:void|\\w+<DynamicTest>) (\\w+)\\(");
    private static final Pattern TEST = Pattern
            .compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|FuzzTest)\\b");
    private static final Pattern RFC = Pattern.compile(
            "@Rfc\\(\\s*number\\s*=\\s*9846\\s*,\\s*section\\s*=\\s*\"([^\"]+)\"(?:\\s*,\\s*clause\\s*=\\s*([^)]*))?\\)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern MARK = Pattern.compile("[\\d.]+");

    /// @param ordinal 0 when the annotation names the section alone
    record ClauseReference(String section, int ordinal) {}

    /// The tests of a source file, in their order. What stands above a method reaches up to the next empty line.
    static List<TestMethod> in(String className, String source) {
        List<TestMethod> tests = new ArrayList<>();
        Matcher method = METHOD.matcher(source);
        while (method.find()) {
            String above = source.substring(Math.max(0, source.lastIndexOf("\n\n", method.start())), method.start());
            if (TEST.matcher(above).find()) {
                tests.add(new TestMethod(className, method.group(1), references(above), above));
            }
        }
        return tests;
    }

    private static List<ClauseReference> references(String above) {
        return RFC.matcher(above).results().flatMap(match -> {
            String section = match.group(1);
            return match.group(2) == null
                    ? Stream.of(new ClauseReference(section, 0))
                    : NUMBER.matcher(match.group(2)).results()
                            .map(number -> new ClauseReference(section, Integer.parseInt(number.group())));
        }).toList();
    }

    /// What an annotation with nothing but numbers names: of `@Attack({7, 36})` 7 and 36.
    List<String> marks(String annotation) {
        return Pattern.compile("(?m)^    @" + annotation + "\\(([^)]*)\\)").matcher(above).results()
                .flatMap(match -> MARK.matcher(match.group(1)).results().map(MatchResult::group)).toList();
    }

    /// As documents name it.
    String name() {
        return className + "#" + method;
    }
}
