package dev.postern.checks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `docs/rfc9846-clauses.tsv`: what `scripts/rfc-clauses` found in the RFC's text. It knows nothing of what we did about a clause, so that
/// a row of the table cannot go without anybody noticing.
///
/// @param entries in the order of the text
record ClauseList(List<Entry> entries) {

    private static final String FROM_THE_TEXT = " (docs/rfc9846-clauses.tsv, extracted from the RFC's text)";

    /// @param ordinal from 1 in its section
    /// @param hash    of the sentence
    record Entry(String section, int ordinal, String hash) {

        private static Entry of(Clause clause) {
            return new Entry(clause.section(), clause.ordinal(), clause.hash());
        }

        private String name() {
            return section + " clause " + ordinal;
        }
    }

    static ClauseList of(Sources sources) {
        Path file = sources.root().resolve("docs/rfc9846-clauses.tsv");
        return parse(Sources.read(file).lines().toList());
    }

    static ClauseList parse(List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines.stream().filter(line -> !line.startsWith("#")).skip(1).toList()) {
            String[] column = line.split("\t", -1);
            if (column.length != 3) {
                throw new IllegalArgumentException("not a section, an ordinal and a hash: " + line);
            }
            entries.add(new Entry(column[0], Integer.parseInt(column[1]), column[2]));
        }
        return new ClauseList(List.copyOf(entries));
    }

    /// One sentence for each way in which the table differs from the text, or the list from itself.
    List<String> faults(List<Clause> table) {
        List<String> faults = gaps();
        Map<String, Entry> rows = byName(table.stream().map(Entry::of).toList());
        Map<String, Entry> wanted = byName(entries);
        for (Entry entry : wanted.values()) {
            Entry row = rows.get(entry.name());
            if (row == null) {
                faults.add("RFC 9846 " + entry.name() + " has no row in docs/rfc9846.tsv" + FROM_THE_TEXT);
            } else if (!row.hash().equals(entry.hash())) {
                faults.add("RFC 9846 " + entry.name() + " has the hash " + entry.hash() + FROM_THE_TEXT
                        + ", its row in docs/rfc9846.tsv " + row.hash());
            }
        }
        rows.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(name -> faults
                .add("RFC 9846 " + name + " has a row in docs/rfc9846.tsv, but is no clause" + FROM_THE_TEXT));
        if (faults.isEmpty() && !table.stream().map(Entry::of).toList().equals(entries)) {
            faults.add("the rows of docs/rfc9846.tsv are not in the order of the RFC, or one stands there twice");
        }
        return faults;
    }

    private static Map<String, Entry> byName(List<Entry> entries) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        return byName;
    }

    private List<String> gaps() {
        List<String> faults = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        for (Entry entry : entries) {
            int expected = last.getOrDefault(entry.section(), 0) + 1;
            if (entry.ordinal() != expected) {
                faults.add("RFC 9846 " + entry.section() + " goes on with clause " + entry.ordinal() + " where "
                        + expected + " is due" + FROM_THE_TEXT);
            }
            last.put(entry.section(), entry.ordinal());
        }
        return faults;
    }
}
