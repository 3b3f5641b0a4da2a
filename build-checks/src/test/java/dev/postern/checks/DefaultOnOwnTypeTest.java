package dev.postern.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Compiles small sources with the real compiler, in a process of its own, because Error Prone needs options that no JVM of ours has.
class DefaultOnOwnTypeTest {

    private static final String TYPES = """
            package dev.postern.probe;
            sealed interface Shape { record Round() implements Shape {} record Square() implements Shape {} }
            enum Side { LEFT, RIGHT }
            """;

    @TempDir
    Path folder;

    @Test
    void refusesDefaultOnASealedType() throws Exception {
        assertThat(compile("int of(Shape s) { return switch (s) { case Shape.Round r -> 1; default -> 2; }; }"))
                .contains("[DefaultOnOwnType]");
    }

    @Test
    void refusesDefaultOnAnEnum() throws Exception {
        assertThat(compile("void of(Side s) { switch (s) { case LEFT: break; default: break; } }"))
                .contains("[DefaultOnOwnType]");
    }

    @Test
    void refusesDefaultBesideNull() throws Exception {
        assertThat(compile("int of(Side s) { return switch (s) { case LEFT -> 1; case null, default -> 2; }; }"))
                .contains("[DefaultOnOwnType]");
    }

    @Test
    void takesASwitchThatNamesEveryCase() throws Exception {
        assertThat(compile(
                "int of(Shape s) { return switch (s) { case Shape.Round r -> 1; case Shape.Square q -> 2; }; }"))
                .isEmpty();
    }

    @Test
    void takesDefaultOnTypesOfOthers() throws Exception {
        assertThat(compile("int of(Thread.State s) { return switch (s) { case NEW -> 1; default -> 2; }; }"
                + " int of(String s) { return switch (s) { case \"a\" -> 1; default -> 2; }; }")).isEmpty();
    }

    private String compile(String method) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("Probe.java"), TYPES + "class Probe { " + method + " }");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString()));
        Stream.of("api", "file", "main", "model", "parser", "processing", "tree", "util")
                .forEach(room -> command
                        .add("-J--add-exports=jdk.compiler/com.sun.tools.javac." + room + "=ALL-UNNAMED"));
        Stream.of("code", "comp").forEach(
                room -> command.add("-J--add-opens=jdk.compiler/com.sun.tools.javac." + room + "=ALL-UNNAMED"));
        command.addAll(
                List.of("-XDcompilePolicy=simple", "--should-stop=ifError=FLOW", "-Xlint:-options", "-processorpath",
                        System.getProperty("java.class.path"), "-XDaddTypeAnnotationsToSymbol=true",
                        "-Xplugin:ErrorProne -XepDisableAllChecks -Xep:DefaultOnOwnType:ERROR", "-d", folder.toString(),
                        source.toString()));
        Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(javac.waitFor()).as(output).isEqualTo(output.contains("error:") ? 1 : 0);
        return output;
    }
}
