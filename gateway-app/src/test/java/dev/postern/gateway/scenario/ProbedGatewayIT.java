package dev.postern.gateway.scenario;

import dev.postern.gateway.distribution.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// `bin/postern probe` as an operator types it: the launcher and the packed jar, on a gateway in a process of its own.
@Timeout(600)
class ProbedGatewayIT {
    private static final String HOST = "early.localhost";
    @TempDir
    static Path folder;
    private static GatewayProcess process;
    private static EarlyFleet fleet;

    @BeforeAll
    static void start() throws Exception {
        // A busy machine must not decide what these tests are about.
        process = new GatewayProcess(folder.resolve("data"), folder.resolve("log"), 0, "--postern.replay.budget=20s");
        fleet = new EarlyFleet(process.operated(), HOST, Map.of("issueMaxBytes", 16_384, "accept", true));
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
        process.close();
    }

    private static Repository.Outcome probe(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bin/postern", "probe"));
        command.addAll(List.of(arguments));
        return Repository.run(Map.of(), command.toArray(String[]::new));
    }

    private static String address() {
        return "127.0.0.1:" + process.port();
    }

    @Test
    void tellsPeopleThatTheSameFlightWasRefusedTheSecondTime() throws Exception {
        long replays = EarlyFleet.count(process.operated(), "replay");
        Repository.Outcome found = probe(address(), "--server-name", HOST, "--timeout", "60");
        assertThat(found.exitCode()).as(found.output()).isZero();
        assertThat(found.output()).contains(address(), "resumption   yes",
                "early data   accepted, answered before our Finished", "replay       refused");
        Await.until("the gateway did not count it", () -> EarlyFleet.count(process.operated(), "replay") > replays);
    }

    @Test
    void tellsAProgramTheSameInJsonAndNothingElse() throws Exception {
        Repository.Outcome outcome = probe(address(), "--server-name", HOST, "--timeout", "60", "--json");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        JsonNode found = JsonMapper.builder().build().readTree(outcome.output());
        assertThat(found.path("handshake").path("status").asInt(0)).as("%s", found).isEqualTo(200);
        assertThat(found.path("resumption").path("resumed").asBoolean(false)).isTrue();
        assertThat(found.path("earlyData").path("accepted").asBoolean(false)).isTrue();
        assertThat(found.path("earlyData").path("answeredBeforeFinished").asBoolean(false)).isTrue();
        assertThat(found.path("replay").path("outcome").asString("")).isEqualTo("refused");
    }

    @Test
    void endsWithOneWhenThereIsNoHandshakeAndWithTwoWhenTheCommandMakesNoSense() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        Repository.Outcome none = probe("127.0.0.1:" + nobody, "--json");
        assertThat(none.exitCode()).as(none.output()).isEqualTo(1);
        JsonNode found = JsonMapper.builder().build().readTree(none.output());
        assertThat(found.path("handshake").isNull()).isTrue();
        assertThat(found.path("findings").path(0).asString("")).contains("cannot be reached");
        Repository.Outcome wrong = probe("--nothing");
        assertThat(wrong.exitCode()).as(wrong.output()).isEqualTo(2);
        assertThat(wrong.output()).contains("Usage: postern probe HOST[:PORT]");
    }
}
