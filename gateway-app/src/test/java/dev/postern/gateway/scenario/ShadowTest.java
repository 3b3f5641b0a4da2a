package dev.postern.gateway.scenario;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Early data in the shadow, or in half of it: decided and counted as it would be, and not let in.
@Timeout(120)
class ShadowTest {
    private static final long HELLOS = 64;
    private static final long FEWEST = 10;
    @TempDir
    Path folder;

    @Test
    void countsWhatWouldBeAcceptedAndActsOnItAfterTheHandshake() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder,
                Map.of("issueMaxBytes", 16_384, "accept", "shadow"), "one");
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

    /// The share is drawn by the hello: of so many, all or none on one side would be less likely than a broken machine, and more than
    /// [#FEWEST] on each side are all but certain (five and a half standard deviations).
    @Test
    void ofHalfItLetsSomeInAndCountsEachOtherAsShadow() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder,
                Map.of("issueMaxBytes", 16_384, "accept", true, "acceptPercent", 50), "one");
                OperatedGateway gateway = fleet.node("one", "--postern.replay.window=60s",
                        "--postern.replay.budget=20s")) {
            for (int hello = 0; hello < HELLOS; hello++) {
                EarlyFleet.send(fleet.flight(gateway, "/half/" + hello), gateway).close();
            }
            Await.until("not every hello is counted", () -> EarlyFleet.count(gateway, "accepted")
                    + EarlyFleet.count(gateway, "shadow") == HELLOS);
            long accepted = EarlyFleet.count(gateway, "accepted");
            assertThat(accepted).isBetween(FEWEST, HELLOS - FEWEST);
            Set<String> acted = new HashSet<>();
            for (long request = 0; request < accepted; request++) {
                acted.add(fleet.upstream.nextHead().lines().findFirst().orElse(""));
            }
            assertThat(acted).as("each that was let in was acted on, once").hasSize((int) accepted);
            assertThat(fleet.upstream.heads).as("and none that was not").isEmpty();
            gateway.awaitMeter("postern_tls_replay_store_seconds_count{result=\"first\"} " + HELLOS);

            gateway.patchHost(Map.of("earlyData", Map.of("acceptPercent", 100)));
            gateway.awaitOpenGate();
            long shadow = EarlyFleet.count(gateway, "shadow");
            assertThat(fleet.accepted(fleet.flight(gateway, "/whole"), gateway)).startsWith("GET /whole ");
            assertThat(EarlyFleet.count(gateway, "shadow")).isEqualTo(shadow);
        }
    }
}
