package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.probe.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What `postern probe` says of our own gateway.
@Timeout(120)
class ProbedGatewayTest {
    @TempDir
    Path folder;

    @Test
    @EarlyDataRule("2.7")
    void takesEarlyDataActsOnItWhereTheRouteAllowsItAndRefusesTheSameFlightTheSecondTime() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder)) {
            JsonNode found = probe(clients.gateway.port(), "/allow/probe");
            assertThat(found.path("handshake").path("status").asInt(0)).as("%s", found).isEqualTo(200);
            assertThat(found.path("certificate").path("trusted").asBoolean(true)).isFalse();
            assertThat(found.path("tickets").path("maxEarlyDataBytes").asInt(0)).isEqualTo(16_384);
            assertThat(found.path("resumption").path("resumed").asBoolean(false)).isTrue();
            assertThat(found.path("earlyData").path("accepted").asBoolean(false)).isTrue();
            assertThat(found.path("earlyData").path("answeredBeforeFinished").asBoolean(false)).isTrue();
            assertThat(found.path("replay").path("outcome").asString("")).isEqualTo("refused");
            assertThat(found.path("replay").path("answered").asBoolean(true)).isFalse();
            clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"replay\"} 1.0");
        }
    }

    @Test
    void holdsTheRequestWhereTheRouteSaysSo() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder)) {
            JsonNode early = probe(clients.gateway.port(), "/hold/probe").path("earlyData");
            assertThat(early.path("accepted").asBoolean(false)).as("%s", early).isTrue();
            assertThat(early.path("answeredBeforeFinished").asBoolean(true)).isFalse();
            assertThat(early.path("status").asInt(0)).isEqualTo(200);
        }
    }

    private static JsonNode probe(int port, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Probe.run(
                List.of("127.0.0.1:" + port, "--server-name", EarlyClients.HOST, "--path", path, "--json"),
                new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        assertThat(status).isZero();
        return JsonMapper.builder().build().readTree(out.toByteArray());
    }
}
