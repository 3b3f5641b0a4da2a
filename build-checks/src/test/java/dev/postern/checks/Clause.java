package dev.postern.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One row of `docs/rfc9846.tsv`: a sentence of the RFC that demands something, in our own words.
///
/// @param ordinal  from 1, among the demanding sentences of its section
/// @param hash     of the sentence, which [ClauseList] has from the RFC's text
/// @param waivedBecause empty unless waived
record Clause(String section, int ordinal, String hash, Party fallsOn, State state, String demand,
        String waivedBecause) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{12}");
    private static final int COLUMNS = 7;

    /// Whose duty it is.
    enum Party {
        SERVER,
        CLIENT,
        BOTH,
        /// Nobody's in a handshake: writers of specifications, applications, whoever provisions keys.
        NEITHER
    }

    enum State {
        IMPLEMENTED,
        WAIVED
    }

    /// The rows in the order of the file.
    ///
    /// @throws IllegalArgumentException with the line that is not a row
    static List<Clause> readAll(Path table) {
        try {
            return parse(Files.readAllLines(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Clause> parse(List<String> lines) {
        List<String> rows = lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        List<Clause> clauses = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            clauses.add(parse(row));
        }
        return clauses;
    }

    private static Clause parse(String row) {
        String[] column = row.split("\t", -1);
        if (column.length != COLUMNS || !HASH.matcher(column[2]).matches() || column[5].isBlank()) {
            throw new IllegalArgumentException("not a clause with its hash, party, state and demand: " + row);
        }
        Clause clause = new Clause(column[0], Integer.parseInt(column[1]), column[2], Party.valueOf(upper(column[3])),
                State.valueOf(upper(column[4])), column[5], column[6]);
        if ((clause.state == State.WAIVED) == clause.waivedBecause.isBlank()) {
            throw new IllegalArgumentException("a reason belongs to a waived clause, and to no other: " + row);
        }
        return clause;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    boolean isWaived() {
        return state == State.WAIVED;
    }

    /// As the coverage names it: `4.3.10 clause 3`.
    String name() {
        return section + " clause " + ordinal;
    }
}
