package dev.postern.gateway.distribution;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The last line of `make test` must not be able to lie.
class CountTestsIT {

    @TempDir
    Path clone;

    private Path script;

    @BeforeEach
    void copyTheScript() throws Exception {
        script = Files.createDirectories(clone.resolve("scripts")).resolve("count-tests");
        Files.copy(Repository.ROOT.resolve("scripts/count-tests"), script);
    }

    @Test
    void sumsEveryKind() throws Exception {
        report("engine/target/surefire-reports/TEST-a.xml", "<testcase name='a'/><testcase name='b'/>");
        report("gateway-app/target/failsafe-reports/TEST-b.xml", "<testcase name='c'/>");
        report("admin-ui/target/reports/unit.xml", "<testcase name='d'/>");
        assertOutcome(0, "4 passed, 0 failed");
    }

    @Test
    void countsAFailureAndAnErrorAndNamesThem() throws Exception {
        report("engine/target/surefire-reports/TEST-a.xml",
                "<testcase name='a'/><testcase classname='K' name='b'><failure/></testcase><testcase name='c'><error/></testcase>");
        assertThat(count().output()).contains("failure: K b");
        assertOutcome(1, "1 passed, 2 failed");
    }

    @Test
    void takesASkippedTestForAFailedOne() throws Exception {
        report("engine/target/surefire-reports/TEST-a.xml",
                "<testcase name='a'/><testcase name='b'><skipped/></testcase>");
        assertOutcome(1, "1 passed, 1 failed");
    }

    @Test
    void failsWhenNothingRan() throws Exception {
        assertOutcome(1, "0 passed, 0 failed");
    }

    @Test
    void failsWhenARunEndedBadlyThoughEveryReportIsGood() throws Exception {
        report("engine/target/surefire-reports/TEST-a.xml", "<testcase name='a'/>");
        assertThat(count("1").exitCode()).isEqualTo(1);
        assertThat(lastLine(count("1"))).isEqualTo("1 passed, 1 failed");
    }

    @Test
    void failsOnAReportThatWasCutOff() throws Exception {
        report("engine/target/surefire-reports/TEST-a.xml", "<testcase name='a'/>");
        Files.writeString(clone.resolve("engine/target/surefire-reports/TEST-b.xml"), "<testsuite><testcase");
        assertOutcome(1, "1 passed, 1 failed");
    }

    private void assertOutcome(int exitCode, String lastLine) throws Exception {
        Repository.Outcome outcome = count();
        assertThat(lastLine(outcome)).isEqualTo(lastLine);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    private Repository.Outcome count(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 2];
        command[0] = "python3";
        command[1] = script.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Repository.run(Map.of(), command);
    }

    private static String lastLine(Repository.Outcome outcome) {
        return outcome.output().lines().reduce("", (earlier, later) -> later);
    }

    private void report(String path, String cases) throws Exception {
        Path file = clone.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<testsuite>" + cases + "</testsuite>");
    }
}
