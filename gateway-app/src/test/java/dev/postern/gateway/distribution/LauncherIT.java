package dev.postern.gateway.distribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// `bin/postern` on machines that have a JDK 25 somewhere, elsewhere, or not at all.
class LauncherIT {

    private static final String TOOLS_WITHOUT_JAVA = "/usr/bin:/bin";

    @TempDir
    Path machine;

    @Test
    void saysInOneSentenceWhatToInstall() throws Exception {
        Repository.Outcome outcome = find(Map.of("JAVA_HOME", jdk("jdk-21", "21.0.4").toString()));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().strip()).startsWith("Postern needs a JDK 25").doesNotContain("\n");
    }

    @Test
    void findsItAmongOlderOnes() throws Exception {
        jdk("a-21", "21.0.4");
        Path wanted = jdk("b-25", "25.0.3");
        jdk("c-250", "250");
        assertThat(find(Map.of()).output().strip()).isEqualTo(wanted + "/bin/java");
    }

    @Test
    void prefersJavaHome() throws Exception {
        jdk("a-25", "25.0.1");
        Path wanted = Files.createDirectories(machine.resolveSibling(machine.getFileName() + "-home")).resolve("jdk");
        Path home = jdk(wanted, "25.0.3");
        assertThat(find(Map.of("JAVA_HOME", home.toString())).output().strip()).isEqualTo(home + "/bin/java");
    }

    @Test
    void passesOverAJavaHomeOfAnotherVersion() throws Exception {
        Path wanted = jdk("b-25", "25");
        assertThat(find(Map.of("JAVA_HOME", jdk("a-17", "17.0.15").toString())).output().strip())
                .isEqualTo(wanted + "/bin/java");
    }

    @Test
    void saysHowToBuildAJarThatIsNotThere() throws Exception {
        Repository.Outcome outcome = Repository.run(Map.of("POSTERN_JAR", machine.resolve("none.jar").toString()),
                "bin/postern");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output().strip()).contains("make run").doesNotContain("\n");
    }

    private Repository.Outcome find(Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("POSTERN_JVM_FOLDERS", machine.toString());
        environment.put("PATH", toolsOnly().toString());
        return Repository.run(environment, "bin/find-java");
    }

    /// A folder with links to the tools that the script uses, so that a `java` of this machine is not found by accident.
    private Path toolsOnly() throws IOException {
        Path tools = Files.createDirectories(machine.resolveSibling(machine.getFileName() + "-tools"));
        for (String tool : new String[]{"bash", "env", "sed", "sort", "find", "dirname", "readlink", "grep"}) {
            for (String folder : TOOLS_WITHOUT_JAVA.split(":")) {
                Path original = Path.of(folder, tool);
                if (Files.exists(original) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), original);
                }
            }
        }
        return tools;
    }

    private Path jdk(String name, String version) throws Exception {
        return jdk(machine.resolve(name), version);
    }

    private static Path jdk(Path home, String version) throws Exception {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.createFile(home.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return home;
    }
}
