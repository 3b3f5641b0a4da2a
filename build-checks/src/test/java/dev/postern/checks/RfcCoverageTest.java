package dev.postern.checks;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Every clause of RFC 9846 is implemented, cited and tested, or waived with a reason.
class RfcCoverageTest {

    private static final String HEADER = "section\tordinal\thash\tfalls on\tstate\twhat\twhy";
    private static final String ROW = "5.2\t3\t76d1bf97c944\tboth\timplemented\tbad_record_mac\t";

    /// So many sentences of the RFC demand something.
    private static final int CLAUSES = 332;

    private static RfcCoverage coverage(String row, Map<String, Set<String>> citations, String testSource) {
        return new RfcCoverage(Clause.parse(List.of(HEADER, row)), citations, TestMethod.in("SomeTest", testSource));
    }

    private static String test(String annotation) {
        return "class SomeTest {\n\n    @Test\n    " + annotation + "\n    void works() {\n    }\n}\n";
    }

    @Test
    void ofThisRepositoryHasNoGap() {
        assertThat(RfcCoverage.of(Sources.ofThisRepository()).faults()).isEmpty();
    }

    @Test
    void ofThisRepositoryHasARowForEachClauseOfTheTextAndForNoOther() {
        Sources sources = Sources.ofThisRepository();
        ClauseList clauses = ClauseList.of(sources);
        assertThat(clauses.entries()).hasSize(CLAUSES);
        assertThat(clauses.faults(Clause.readAll(sources.root().resolve("docs/rfc9846.tsv")))).isEmpty();
    }

    @Test
    void ofThisRepositoryIsWrittenDown() {
        Sources sources = Sources.ofThisRepository();
        String written = Sources.read(sources.root().resolve("docs/rfc-coverage.md"));
        assertThat(written.equals(RfcCoverage.of(sources).markdown()))
                .as("docs/rfc-coverage.md is as the code and the tests are now; scripts/rfc-coverage writes it anew")
                .isTrue();
    }

    @Test
    void namesOnlySectionsThatExist() {
        Citations sections = Citations.load();
        assertThat(Clause.readAll(Sources.ofThisRepository().root().resolve("docs/rfc9846.tsv")))
                .allSatisfy(
                        clause -> assertThat(sections.faultsIn("// RFC 9846 " + clause.section() + ": x")).isEmpty());
    }

    /// The list of clauses comes from the RFC's text by this script; it shows on a text of our own that it misses nothing.
    @Test
    void itsExtractionFindsWhatItShould() throws IOException, InterruptedException {
        Process python = new ProcessBuilder("python3", "scripts/rfc-clauses", "--self-test")
                .directory(Sources.ofThisRepository().root().toFile()).redirectErrorStream(true).start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
    }

    @Test
    void isWholeWithACitationAndATest() {
        String source = test("@Rfc(number = 9846, section = \"5.2\", clause = {1, 3})");
        assertThat(coverage(ROW, Map.of("5.2", Set.of("RecordReader")), source).faults())
                .containsExactly("RFC 9846 5.2 clause 1 by SomeTest#works: there is no such clause");
    }

    @Test
    void missesACitation() {
        String source = test("@Rfc(number = 9846, section = \"5.2\", clause = 3)");
        assertThat(coverage(ROW, Map.of("5.1", Set.of("RecordReader")), source).faults()).singleElement().asString()
                .contains("no code cites RFC 9846 5.2");
    }

    @Test
    void missesATest() {
        String section = test("@Rfc(number = 9846, section = \"5.2\")");
        assertThat(coverage(ROW, Map.of("5.2", Set.of("RecordReader")), section).faults()).singleElement().asString()
                .contains("no test proves it");
        String notATest = test("@Rfc(number = 9846, section = \"5.2\", clause = 3)").replace("@Test", "@BeforeEach");
        assertThat(coverage(ROW, Map.of("5.2", Set.of("RecordReader")), notATest).faults()).isNotEmpty();
    }

    @Test
    void refusesRowsWithoutAState() {
        for (String bad : List.of(ROW.replace("implemented", ""), ROW.replace("implemented", "waived"),
                ROW.replace("both", "all"), ROW + "because", ROW.replace("76d1bf97c944", "76d1"), "5.2\t3")) {
            assertThatThrownBy(() -> Clause.parse(List.of(HEADER, bad))).as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void knowsWhereRfc8446HadIt() {
        assertThat(RfcCoverage.sectionOfRfc8446("4.3.11.2")).isEqualTo("4.2.11.2");
        assertThat(RfcCoverage.sectionOfRfc8446("4.1")).isEqualTo("4.4.1");
        assertThat(RfcCoverage.sectionOfRfc8446("4.5.1.2")).isEqualTo("4.4.2.2");
        assertThat(RfcCoverage.sectionOfRfc8446("4.7.3")).isEqualTo("4.6.3");
        assertThat(RfcCoverage.sectionOfRfc8446("E.4")).isEqualTo("D.4");
        assertThat(RfcCoverage.sectionOfRfc8446("5.1")).isEqualTo("5.1");
    }

    @Test
    void readsSeveralCitationsInOneComment() {
        assertThat(Sources.sectionsIn("// RFC 9846 4.3.11.1: MUST NOT use old tickets; 4.7.1: nor older ones"))
                .containsExactly("4.3.11.1", "4.7.1");
        assertThat(Sources.sectionsIn("/// How to do it (RFC 9846 4.7.3, 5.5).")).containsExactly("4.7.3");
        assertThat(Sources.sectionsIn("String url = \"x\";")).isEmpty();
    }
}
