package dev.postern.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Puts together what `docs/rfc9846.tsv` demands, what the code cites and what tests prove, and says what is missing.
final class RfcCoverage {

    /// Longest first: where RFC 8446 had what RFC 9846 has here. What is not listed kept its number.
    private static final Map<String, String> OLD_SECTIONS = oldSections();

    private final List<Clause> clauses;
    private final Map<String, Set<String>> citations;
    private final Map<String, Set<String>> tests = new TreeMap<>();
    private final Set<String> named = new LinkedHashSet<>();

    RfcCoverage(List<Clause> clauses, Map<String, Set<String>> citations, List<TestMethod> methods) {
        this.clauses = clauses;
        this.citations = citations;
        for (TestMethod method : methods) {
            for (TestMethod.ClauseReference reference : method.clauses()) {
                if (reference.ordinal() > 0) {
                    String name = reference.section() + " clause " + reference.ordinal();
                    tests.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(method.name());
                    named.add(name + " by " + method.name());
                }
            }
        }
    }

    /// What the repository says now.
    static RfcCoverage of(Sources sources) {
        return new RfcCoverage(Clause.readAll(sources.root().resolve("docs/rfc9846.tsv")), sources.citations(),
                sources.tests());
    }

    private static Map<String, String> oldSections() {
        Map<String, String> old = new LinkedHashMap<>();
        old.put("4.2", "4.1");
        old.put("4.3", "4.2");
        old.put("4.4", "4.3");
        old.put("4.5.1", "4.4.2");
        old.put("4.5.2", "4.4.3");
        old.put("4.5.3", "4.4.4");
        old.put("4.6", "4.5");
        old.put("4.7", "4.6");
        old.put("4.1", "4.4.1");
        old.put("D", "1.3");
        old.put("E", "D");
        old.put("F", "E");
        return old;
    }

    static String sectionOfRfc8446(String section) {
        for (Map.Entry<String, String> moved : OLD_SECTIONS.entrySet()) {
            if (section.equals(moved.getKey()) || section.startsWith(moved.getKey() + ".")) {
                return moved.getValue() + section.substring(moved.getKey().length());
            }
        }
        return section;
    }

    /// One sentence per fault.
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Set<String> known = clauses.stream().map(Clause::name).collect(Collectors.toCollection(LinkedHashSet::new));
        if (known.size() != clauses.size()) {
            faults.add("a clause has two rows");
        }
        named.stream().filter(name -> !known.contains(name.substring(0, name.indexOf(" by "))))
                .forEach(name -> faults.add("RFC 9846 " + name + ": there is no such clause"));
        for (Clause clause : clauses) {
            if (clause.isWaived()) {
                continue;
            }
            if (!citations.containsKey(clause.section())) {
                faults.add(clause.name() + " is implemented, but no code cites RFC 9846 " + clause.section());
            }
            if (!tests.containsKey(clause.name())) {
                faults.add(clause.name() + " is implemented, but no test proves it: " + clause.demand());
            }
        }
        return faults;
    }

    /// The text of `docs/rfc-coverage.md`.
    String markdown() {
        long waived = clauses.stream().filter(Clause::isWaived).count();
        StringBuilder text = new StringBuilder(
                """
                        # RFC 9846, clause by clause

                        Generated from `docs/rfc9846.tsv`, the citations in the code and the `@Rfc` annotations of the tests; a test in `build-checks` fails
                        when it is out of date, and `scripts/rfc-coverage` writes it anew. A clause is a sentence of the RFC with MUST, MUST NOT, REQUIRED, SHALL or
                        SHALL NOT, told here in our own words; its number counts those of its section. Which there are says `docs/rfc9846-clauses.tsv`: `scripts/rfc-clauses --write FILE`
                        makes it from the RFC's text, a hash for each sentence, and the build fails for a clause of it without a row here and for a row without a
                        clause. In brackets stands the section of RFC 8446 that the literature still cites.

                        """);
        text.append("%d clauses: %d implemented, each with its test, and %d waived, each with its reason.%n"
                .formatted(clauses.size(), clauses.size() - waived, waived));
        String section = "";
        for (Clause clause : clauses) {
            if (!clause.section().equals(section)) {
                section = clause.section();
                text.append(heading(section));
            }
            text.append(row(clause));
        }
        return text.toString();
    }

    private String heading(String section) {
        Set<String> code = citations.getOrDefault(section, Set.of());
        String cited = code.isEmpty()
                ? ""
                : "In the code: " + code.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                        + "\n\n";
        return "\n## %s (RFC 8446 %s)\n\n%s| clause | falls on | what it demands | tests, or why it is waived |\n| --- | --- | --- | --- |\n"
                .formatted(section, sectionOfRfc8446(section), cited);
    }

    private String row(Clause clause) {
        String proof = clause.isWaived()
                ? "waived: " + clause.waivedBecause()
                : tests.getOrDefault(clause.name(), Set.of("MISSING")).stream().map(name -> "`" + name + "`")
                        .collect(Collectors.joining("<br>"));
        return "| %d | %s | %s | %s |%n".formatted(clause.ordinal(),
                clause.fallsOn().name().toLowerCase(java.util.Locale.ROOT), clause.demand(), proof);
    }
}
