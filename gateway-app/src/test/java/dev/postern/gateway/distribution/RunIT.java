package dev.postern.gateway.distribution;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// `make run`: when it builds, and what it starts. A Maven that only notes that it was called stands in for the build of minutes.
class RunIT {
    private static final String BUILDING = "Building Postern";
    private static final String STARTED = "arguments=[--spring.profiles.active=demo, --server.port=0]";

    @TempDir
    Path folder;

    private Path clone;
    private Path tools;

    @BeforeEach
    void copyTheScripts() throws Exception {
        clone = Files.createDirectory(folder.resolve("clone"));
        for (String script : new String[]{"scripts/run", "scripts/need", "bin/postern", "bin/find-java"}) {
            Files.createDirectories(clone.resolve(script).getParent());
            Files.copy(Repository.ROOT.resolve(script), clone.resolve(script));
        }
        for (String source : new String[]{"pom.xml", "tls-starter/A.java", "gateway-app/B.java", "admin-ui/c.ts"}) {
            touch(source, Instant.now());
        }
        tools = Files.createDirectory(folder.resolve("tools"));
        tool("npm", "exit 0");
        Path jar = UnpatchedIT.jarThatPrintsItsOptions(folder);
        tool("mvn", "mkdir -p gateway-app/target && cp " + jar + " gateway-app/target/gateway-app.jar");
    }

    @Test
    void buildsWhatIsMissingAndOnlyOnce() throws Exception {
        assertThat(run()).contains(BUILDING, STARTED);
        assertThat(run()).contains(STARTED).doesNotContain(BUILDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "tls-starter/A.java", "gateway-app/B.java", "admin-ui/c.ts",
        "gateway-app/New.java"})
    void buildsAgainWhenASourceIsYounger(String source) throws Exception {
        run();
        touch(source, Instant.now().plusSeconds(10));
        assertThat(run()).contains(BUILDING, STARTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-app/target/x.class", "admin-ui/node_modules/x/x.js", "admin-ui/dist/x.js",
        "docs/x.md"})
    void mindsNothingThatABuildMadeOrThatIsNoSource(String other) throws Exception {
        run();
        touch(other, Instant.now().plusSeconds(10));
        assertThat(run()).contains(STARTED).doesNotContain(BUILDING);
    }

    @Test
    void buildsAgainWhenASourceChangedDuringTheBuild() throws Exception {
        Path jar = UnpatchedIT.jarThatPrintsItsOptions(folder);
        tool("mvn", "mkdir -p gateway-app/target && cp " + jar + " gateway-app/target/gateway-app.jar"
                + " && touch --date='1 second' gateway-app/B.java");
        run();
        assertThat(run()).contains(BUILDING);
    }

    @Test
    void startsNothingWhenTheBuildFailsAndBuildsAgain() throws Exception {
        run();
        touch("gateway-app/B.java", Instant.now().plusSeconds(10));
        tool("mvn", "exit 3");
        for (int i = 0; i < 2; i++) {
            Repository.Outcome outcome = outcome();
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(outcome.output()).contains(BUILDING).doesNotContain(STARTED);
        }
    }

    private String run() throws Exception {
        Repository.Outcome outcome = outcome();
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    private Repository.Outcome outcome() throws Exception {
        return Repository.run(Map.of("PATH", tools + ":" + System.getenv("PATH")),
                clone.resolve("scripts/run").toString(), "--server.port=0");
    }

    private void touch(String file, Instant time) throws IOException {
        Path path = clone.resolve(file);
        Files.createDirectories(path.getParent());
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    private void tool(String name, String does) throws IOException {
        Path tool = tools.resolve(name);
        Files.writeString(tool, "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
