package dev.postern.gateway.distribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/// Postern runs on the JVM as it is: nothing is opened, patched or instrumented.
class UnpatchedIT {

    private static final String PATCHES = "(?s).*(--add-opens|--add-exports|--patch-module|-javaagent|-agentlib|-agentpath"
            + "|-Xbootclasspath|EnableDynamicAgentLoading).*";

    @TempDir
    Path folder;

    @Test
    void theJarAsksForNothingInItsManifest() throws Exception {
        try (JarFile jar = new JarFile(Repository.ROOT.resolve("gateway-app/target/gateway-app.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().keySet()).map(Object::toString)
                    .contains("Main-Class", "Start-Class")
                    .doesNotContain("Add-Opens", "Add-Exports", "Launcher-Agent-Class", "Premain-Class", "Agent-Class");
        }
    }

    @Test
    void theLauncherPassesNoOptionThatOpensOrInstruments() throws Exception {
        Repository.Outcome outcome = Repository.run(Map.of("POSTERN_JAR", jarThatPrintsItsOptions(folder).toString()),
                "bin/postern", "--spring.profiles.active=demo");
        assertThat(outcome.output()).contains("options=[--enable-native-access=ALL-UNNAMED]")
                .contains("arguments=[--spring.profiles.active=demo]").contains("java=25");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void thisVeryTestRunsUnpatched() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments())
                .noneMatch(option -> option.matches(PATCHES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin/postern", "bin/in-container", "Dockerfile", "docker-compose.yml", "scripts/run",
        "helm/postern/values.yaml", "helm/postern/templates/deployment.yaml"})
    void noFileThatStartsItNamesSuchAnOption(String file) throws Exception {
        assertThat(Files.readString(Repository.ROOT.resolve(file))).doesNotMatch(PATCHES);
    }

    static Path jarThatPrintsItsOptions(Path folder) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PrintsItsOptions.class.getName());
        String entry = PrintsItsOptions.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("probe.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = UnpatchedIT.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    /// Stands in for the gateway, so that what the launcher passes is read from inside the process that it started.
    static final class PrintsItsOptions {

        private PrintsItsOptions() {}

        public static void main(String[] arguments) {
            System.out.println("options=" + ManagementFactory.getRuntimeMXBean().getInputArguments());
            System.out.println("arguments=" + List.of(arguments));
            System.out.println("java=" + Runtime.version().feature());
        }
    }
}
