package dev.postern.gateway.scenario;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A changed early-data policy costs the tickets that are out their early data, and nobody his resumption.
@Timeout(180)
class ChangedEarlyDataTest {
    private static final int BYTES = 16_384;
    @TempDir
    Path folder;

    @Test
    void otherBytesEndTheEarlyDataOfTicketsThatAreOutButNotTheirResumption() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, Map.of("issueMaxBytes", BYTES, "accept", true), "one");
                OperatedGateway gateway = fleet.node("one", "--postern.replay.window=60s",
                        "--postern.replay.budget=20s")) {
            for (int other : new int[]{BYTES / 2, BYTES}) {
                ClientSession before = fleet.ticket(gateway);
                gateway.patchHost(Map.of("earlyData", Map.of("issueMaxBytes", other)));
                gateway.awaitOpenGate();
                long refused = EarlyFleet.count(gateway, "policyDigest");
                try (EngineSocket client = fleet.early(before, gateway.port())) {
                    client.start(EarlyFleet.request("/early"));
                    client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                    assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
                    client.send(EarlyFleet.request("/again"));
                    client.untilText(EarlyClients.ANSWER);
                }
                assertThat(fleet.upstream.nextHead()).startsWith("GET /again ");
                Await.until("it is not counted", () -> EarlyFleet.count(gateway, "policyDigest") == refused + 1);
                assertThat(fleet.accepted(fleet.flight(fleet.ticket(gateway), "/after"), gateway))
                        .as("a ticket of now").startsWith("GET /after ");
            }
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }
}
