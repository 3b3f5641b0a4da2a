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

/// What a host issues lies under the ceiling of the listener; and as much as a listener lets its clients send early, it also skips when it
/// refuses.
@Timeout(180)
class ListenerCeilingTest {
    private static final int OF_HOST = 64 * 1024;
    private static final String PATIENT = "--postern.replay.budget=20s";
    private static final String CEILING = "--postern.listeners[0].early-data-max-bytes=";
    @TempDir
    Path folder;

    private EarlyFleet fleet() throws Exception {
        return new EarlyFleet(folder, Map.of("issueMaxBytes", OF_HOST, "accept", true), "one");
    }

    @Test
    void aTicketAllowsWhatTheListenerAllowsThoughItsHostWouldAllowMore() throws Exception {
        try (EarlyFleet fleet = fleet()) {
            try (OperatedGateway gateway = fleet.node("one", PATIENT, CEILING + 1024)) {
                ClientSession ticket = fleet.ticket(gateway);
                assertThat(ticket.maxEarlyDataBytes()).isEqualTo(1024);
                assertThat(fleet.accepted(fleet.flight(ticket, "/" + "x".repeat(512)), gateway)).startsWith("GET /xx");
            }
            try (OperatedGateway gateway = fleet.node("one", PATIENT, CEILING + 2 * OF_HOST)) {
                assertThat(fleet.ticket(gateway).maxEarlyDataBytes()).as("the host's own").isEqualTo(OF_HOST);
            }
        }
    }

    @Test
    void aTicketThatAllowsMoreThanTheListenerBringsNoEarlyDataButResumes() throws Exception {
        try (EarlyFleet fleet = fleet()) {
            ClientSession ticket;
            try (OperatedGateway wide = fleet.node("one", PATIENT, CEILING + OF_HOST)) {
                ticket = fleet.ticket(wide);
            }
            try (OperatedGateway narrow = fleet.node("one", PATIENT, CEILING + 1024);
                    EngineSocket client = fleet.early(ticket, narrow.port())) {
                client.start(EarlyFleet.request("/early"));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
                Await.until("it is not counted", () -> EarlyFleet.count(narrow, "unsupportedForSession") == 1);
            }
        }
    }

    /// More than a listener with the default ceiling would skip before it ends the connection.
    @Test
    void allTheEarlyDataThatATicketAllowsIsSkippedWhenItIsRefused() throws Exception {
        try (EarlyFleet fleet = fleet();
                OperatedGateway gateway = fleet.node("one", PATIENT, CEILING + OF_HOST)) {
            ClientSession ticket = fleet.ticket(gateway);
            gateway.killSwitch(true);
            try (EngineSocket client = fleet.early(ticket, gateway.port())) {
                String head = "POST /early HTTP/1.1\r\nHost: early.localhost\r\nContent-Length: " + OF_HOST
                        + "\r\n\r\n";
                client.start(head + "x".repeat(OF_HOST - head.length()));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
                client.send(EarlyFleet.request("/afterwards"));
                client.untilText(EarlyClients.ANSWER);
            }
            assertThat(fleet.upstream.nextHead()).startsWith("GET /afterwards ");
            Await.until("it is not counted", () -> EarlyFleet.count(gateway, "killSwitch") == 1);
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }
}
