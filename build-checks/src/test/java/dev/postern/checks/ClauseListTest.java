package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The table of clauses is held against the list that a script made from the RFC's text.
class ClauseListTest {

    private static final List<String> ROWS = List.of("5.1\t1\t000000000051\tboth\timplemented\tone\t",
            "5.1\t2\t000000000052\tneither\twaived\ttwo\tnobody's duty",
            "5.2\t1\t000000000061\tserver\timplemented\tthree\t");

    private final ClauseList clauses = list("5.1\t1\t000000000051", "5.1\t2\t000000000052", "5.2\t1\t000000000061");

    private static ClauseList list(String... entries) {
        return ClauseList.parse(Stream.concat(Stream.of("# from the text", "section\tordinal\thash"),
                Stream.of(entries)).toList());
    }

    private static List<Clause> table(List<String> rows) {
        List<String> lines = new ArrayList<>(List.of("header"));
        lines.addAll(rows);
        return Clause.parse(lines);
    }

    @Test
    void fitsATableWithARowForEachClause() {
        assertThat(clauses.faults(table(ROWS))).isEmpty();
    }

    @Test
    void missesADeletedRowAWaivedOneToo() {
        for (String row : ROWS) {
            List<String> rows = new ArrayList<>(ROWS);
            rows.remove(row);
            String name = row.split("\t", -1)[0] + " clause " + row.split("\t", -1)[1];
            assertThat(clauses.faults(table(rows))).singleElement().asString().contains(name, "has no row");
        }
    }

    @Test
    void findsARowOfNoClause() {
        List<String> rows = new ArrayList<>(ROWS);
        rows.add("5.2\t2\t000000000062\tboth\twaived\tfour\tmade up");
        assertThat(clauses.faults(table(rows))).singleElement().asString().contains("5.2 clause 2", "is no clause");
    }

    @Test
    void findsARowOfAnotherSentence() {
        List<String> rows = new ArrayList<>(ROWS);
        rows.set(1, ROWS.get(1).replace("000000000052", "0000000000ff"));
        assertThat(clauses.faults(table(rows))).singleElement().asString().contains("5.1 clause 2", "000000000052",
                "0000000000ff");
    }

    @Test
    void findsRowsOutOfOrderOrTwice() {
        assertThat(clauses.faults(table(ROWS.reversed()))).singleElement().asString().contains("order");
        List<String> twice = new ArrayList<>(ROWS);
        twice.add(ROWS.getLast());
        assertThat(clauses.faults(table(twice))).singleElement().asString().contains("twice");
    }

    /// Whoever deletes a clause from both files leaves a gap.
    @Test
    void hasNoGap() {
        List<String> rows = List.of(ROWS.get(1), ROWS.get(2));
        assertThat(list("5.1\t2\t000000000052", "5.2\t1\t000000000061").faults(table(rows))).singleElement().asString()
                .contains("5.1 goes on with clause 2 where 1 is due");
    }

    @Test
    void refusesALineThatIsNoEntry() {
        assertThatThrownBy(() -> list("5.1\t1")).isInstanceOf(IllegalArgumentException.class);
    }
}
