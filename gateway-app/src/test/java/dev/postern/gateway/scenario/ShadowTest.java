package dev.postern.gateway.scenario;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Early data in the shadow: decided and counted as it would be, and not let in.
@Timeout(120)
class ShadowTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatWouldBeAcceptedAndActsOnItAfterTheHandshake() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder,
                Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", 0), "one");
                OperatedGateway gateway = fleet.node("one")) {
            byte[] flight = fleet.flight(gateway, "/captured");
            EarlyFleet.refused(flight, gateway, "shadow");
            EarlyFleet.refused(flight, gateway, "replay");
            try (EngineSocket client = fleet.early(fleet.ticket(gateway), gateway.port())) {
                client.start(EarlyFleet.request("/shadow"));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                client.send(EarlyFleet.request("/shadow"));
                client.untilText(EarlyClients.ANSWER);
            }
            assertThat(fleet.upstream.nextHead()).startsWith("GET /shadow ").doesNotContainIgnoringCase("early-data");
            assertThat(fleet.upstream.heads).isEmpty();
            gateway.awaitMeter("postern_tls_replay_store_seconds_count{result=\"first\"} 2");
            gateway.awaitMeter("postern_tls_replay_store_seconds_count{result=\"seen\"} 1");
            assertThat(gateway.text("/actuator/prometheus"))
                    .contains("postern_tls_early_data_ticket_age_skew_milliseconds_bucket{direction=");
            assertThat(gateway.json("/actuator/earlydata").path("hosts").path(0).path("acceptPercent").asInt(-1))
                    .isZero();
        }
    }
}
