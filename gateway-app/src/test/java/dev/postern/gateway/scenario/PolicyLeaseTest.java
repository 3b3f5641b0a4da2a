package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A gateway that is cut off from its database holds its early-data policy for a lease, then refuses early data and serves on.
@Timeout(300)
class PolicyLeaseTest {
    private static final String STALE = "policyStale";
    @TempDir
    Path folder;

    @Test
    void aGatewayWithoutItsDatabaseRefusesEarlyDataAfterTheLeaseAndServesOn() throws Exception {
        try (PostgresServer postgres = new PostgresServer()) {
            String[] settings = ReplicaFleet.settings(postgres.newDatabase(), "--postern.replay.budget=20s",
                    "--spring.datasource.hikari.connection-timeout=1000", "--postern.early-data.lease=20s");
            try (EarlyFleet fleet = new EarlyFleet(folder, Map.of("issueMaxBytes", 16_384, "accept", true), "allow",
                    List.of(settings)); OperatedGateway gateway = fleet.node("one", settings)) {
                byte[] within = fleet.flight(fleet.ticket(gateway), "/within");
                ClientSession ticket = fleet.ticket(gateway);
                postgres.stop();
                assertThat(fleet.accepted(within, gateway)).as("the lease is held").startsWith("GET /within ");
                gateway.awaitGate(STALE);
                EarlyFleet.refused(fleet.flight(gateway, "/now"), gateway, STALE);
                gateway.awaitMeter("postern_early_data_lease_seconds 0.0");
                assertThat(gateway.json("/actuator/earlydata").path("gate").path("reason").asString(""))
                        .isEqualTo(STALE);
                assertThat(gateway.health("earlyData").path("status").asString("")).isEqualTo("DEGRADED");
                resumesAndIsServed(fleet, gateway, ticket);
                assertThat(gateway.text("/readyz")).isEqualTo("up\n");

                postgres.start();
                gateway.awaitOpenGate();
                byte[] renewed = fleet.flight(fleet.ticket(gateway), "/renewed");
                assertThat(fleet.accepted(renewed, gateway)).startsWith("GET /renewed ");
                assertThat(fleet.upstream.heads).isEmpty();
            }
        }
    }

    private static void resumesAndIsServed(EarlyFleet fleet, OperatedGateway gateway, ClientSession ticket)
            throws Exception {
        try (EngineSocket client = fleet.early(ticket, gateway.port())) {
            client.start(EarlyFleet.request("/served"));
            client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
            assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
            client.send(EarlyFleet.request("/served"));
            client.untilText(EarlyClients.ANSWER);
        }
        assertThat(fleet.upstream.nextHead()).startsWith("GET /served ").doesNotContainIgnoringCase("early-data");
    }
}
