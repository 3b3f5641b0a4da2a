package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Somebody on the way captures a client's first flight and sends it again.
@Timeout(120)
class ReplayedFlightTest {
    @TempDir
    Path folder;

    @Test
    @EarlyDataRule("2.1")
    void isRefusedTheSecondTimeWithItsReasonCountedAndReachesItsUpstreamOnce() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder)) {
            ClientSession ticket = clients.ticket();
            byte[] captured;
            try (EngineSocket client = clients.connect(ticket)) {
                captured = client.start(EarlyClients.get("/allow/once"));
                client.untilText(EarlyClients.ANSWER);
                client.flush();
            }
            clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"accepted\"} 1.0");
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/once ");
            try (EngineSocket attacker = clients.connect(ticket)) {
                attacker.raw(captured);
                // Whoever leaves with an answer unread resets the connection, and a reset overtakes the flight.
                attacker.untilAnswered();
            }
            clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"replay\"} 1.0");
            clients.gateway.awaitMeter("postern_tls_replay_store_seconds_count{result=\"seen\"} 1");
            assertThat(clients.gateway.json("/actuator/tlshandshakes").path("byEarlyDataReason").path("replay")
                    .asInt(0)).isEqualTo(1);
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).as("the replayed request went nowhere").isEmpty();
        }
    }
}
