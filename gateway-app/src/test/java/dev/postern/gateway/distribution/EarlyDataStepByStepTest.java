package dev.postern.gateway.distribution;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.listener.GatewayDataPlane;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.gateway.replay.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// The page that switches 0-RTT on step by step, run as it stands there.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class EarlyDataStepByStepTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("^## ", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void goesFromTheShadowToRequestsThatAreActedOnAndBack() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("shop");
                TestGateway gateway = TestGateway.start(data)) {
            List<String> said = run(script(gateway, gateway, upstream));
            assertThat(said.get(2)).as("one memory").contains("\"replay\":{", "\"zone\":\"default\"", "\"self\":true");
            assertThat(said.get(3)).as("the shadow").contains("Early data was rejected", "\"shadow\":1");
            assertThat(said.get(4)).as("all of it").contains("Early data was accepted");
            assertThat(said.get(5)).as("act").contains("Early data was accepted",
                    "allow for GET, HEAD without a query");
            assertThat(said.get(6)).as("back").contains("\"engaged\":false");
            assertThat(upstream.heads).as("with a ticket and early, in the shadow, held and acted on").hasSize(6);
            List<String> heads = List.copyOf(upstream.heads);
            assertThat(heads.subList(0, 5)).noneSatisfy(
                    head -> assertThat(head).containsIgnoringCase("\r\nearly-data:"));
            assertThat(heads.getLast()).containsIgnoringCase("\r\nearly-data: 1\r\n");
        }
    }

    @Test
    void whatIsToldToOneReplicaHoldsForTheClientsOfTheOther(PostgresServer postgres) throws Exception {
        try (RedisServer redis = new RedisServer(folder);
                ScriptedUpstream upstream = ScriptedUpstream.answering("shop")) {
            String[] shared = {"--spring.datasource.url=" + postgres.newDatabase(),
                "--postern.keys.encryption-key=" + "A".repeat(43) + "=", "--postern.replay.url=" + redis.url(),
                // A busy machine decides nothing.
                "--postern.replay.budget=20s", "--postern.replay.window=60s", "--postern.early-data.lease=60s"};
            try (TestGateway one = TestGateway.start(Files.createDirectory(folder.resolve("data")), shared);
                    TestGateway other = TestGateway.start(Files.createDirectory(folder.resolve("other")), shared)) {
                redis.rememberForAnHour("default");
                // The new host is on the other a moment later.
                List<String> said = run(
                        script(one, other, upstream).replace("\nticket\n", "\nuntil ticket; do sleep 1; done\n"));
                assertThat(said.get(4)).as("all of it").contains("Early data was accepted");
                assertThat(said.get(5)).as("act").contains("Early data was accepted");
                assertThat(List.copyOf(upstream.heads).getLast()).containsIgnoringCase("\r\nearly-data: 1\r\n");
            }
        }
    }

    /// @param told   by REST
    /// @param served what clients connect to
    private static String script(TestGateway told, TestGateway served, ScriptedUpstream upstream) throws Exception {
        String page = Files.readString(Repository.ROOT.resolve("docs/operations/early-data-step-by-step.md"));
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (String step : STEP.split(page)) {
            script.append("echo @@\n");
            BLOCK.matcher(step).results().forEach(block -> script.append(block.group(1)));
        }
        return script.toString().replace("localhost:9443", "localhost:" + told.port())
                .replace("127.0.0.1:8443", "127.0.0.1:" + served.bean(GatewayDataPlane.class).address(0).getPort())
                .replace("127.0.0.1:8080", "127.0.0.1:" + upstream.port());
    }

    /// What each step printed; the first is what stands before them.
    private List<String> run(String script) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        List<String> steps = List.of(said.split("@@\n", -1));
        return steps.subList(1, steps.size());
    }
}
