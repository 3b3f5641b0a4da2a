package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients whose early data was let in and whose Finished is wrong, late or never comes: what began early is cancelled and told.
@Timeout(120)
class UnconfirmedClientTest {
    private static final String COUNT = "postern_tls_early_data_requests_total";
    private static final int MANY = 100;

    @TempDir
    Path folder;
    private EarlyClients clients;

    @BeforeEach
    void start() throws Exception {
        // Longer than anything here takes but for the one client that waits for it.
        clients = new EarlyClients(folder, "--postern.limits.confirmation=4s");
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
    }

    @Test
    @EarlyDataRule("3.9")
    void oneThatNeverFinishesIsCutOffAndItsParkedRequestReachesNobody() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/hold/parked"));
            assertThat(client.untilClosed()).isEmpty();
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"held\",end=\"failed\"} 1.0");
        clients.gateway.awaitMeter("postern_tls_handshake_failures_total{alert=\"general_error\"");
        assertThat(clients.gateway.text("/actuator/prometheus")).contains("reason=\"confirmationDeadline\"");
        assertNothingWentOn();
        assertTold("/hold", "held", "GET");
    }

    @Test
    @EarlyDataRule("5.5")
    void oneWhoseFinishedIsWrongHasItsRequestCancelledAtTheUpstream() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/stall"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/stall ");
            client.untilText("begun");
            finished[finished.length - 1] ^= 1;
            client.raw(finished);
            assertThat(client.untilClosed()).endsWith("begun");
        }
        clients.upstream.awaitEnd();
        clients.gateway.awaitMeter(COUNT + "{action=\"allowed\",end=\"failed\"} 1.0");
        assertTold("/allow", "allowed", "GET");
    }

    @Test
    void oneWhoseFinishedIsRightKeepsItsRequestAndNothingIsTold() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/stall"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            client.untilText("begun");
            client.raw(finished);
            clients.gateway.awaitMeter(COUNT + "{action=\"allowed\",end=\"confirmed\"} 1.0");
            assertThat(clients.upstream.ends).as("connections that the gateway closed").isEmpty();
        }
        assertThat(clients.gateway.json("/actuator/earlydata").path("unconfirmed").size()).isZero();
    }

    @Test
    void oneThatLeavesInTheMiddleHasItsRequestCancelledToo() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/stall") + EarlyClients.get("/hold/behind"));
            client.untilText("begun");
        }
        clients.upstream.awaitEnd();
        clients.gateway.awaitMeter(COUNT + "{action=\"allowed\",end=\"failed\"} 1.0");
        clients.upstream.heads.clear();
        assertNothingWentOn();
    }

    @Test
    @EarlyDataRule("1.5")
    void oneThatSendsMoreThanItsTicketAllowsIsCutOffAndItsParkedRequestReachesNobody() throws Exception {
        ClientSession ticket = clients.ticket();
        ClientSession greedy = new ClientSession(ticket.ticket(), ticket.psk(), ticket.cipherSuite(),
                ticket.receivedAtMillis(), ticket.lifetimeSeconds(), ticket.ageAdd(), 2 * ticket.maxEarlyDataBytes(),
                ticket.serverName(), ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(),
                ticket.ownIdentities());
        try (EngineSocket client = clients.connect(greedy)) {
            client.start("POST /hold/much HTTP/1.1\r\nHost: " + EarlyClients.HOST + "\r\nContent-Length: 20000\r\n\r\n"
                    + "x".repeat(20_000));
            client.untilClosed();
        }
        clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"overLimit\"} 1.0");
        clients.gateway.awaitMeter(COUNT + "{action=\"held\",end=\"failed\"} 1.0");
        assertNothingWentOn();
    }

    @Test
    void aHundredStreamsOfOneWhoseFinishedIsWrongAreAllCancelled() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            for (int i = 0; i < MANY; i++) {
                client.get(1 + 2 * i, "/hold/" + i);
            }
            client.start().finishWrongly();
            client.socket.untilClosed();
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"held\",end=\"failed\"} 100.0");
        assertNothingWentOn();
        assertThat(clients.gateway.json("/actuator/earlydata").path("unconfirmed").size()).isEqualTo(MANY);
    }

    /// Neither in the list nor in the log is there room for each.
    @Test
    @EarlyDataRule("5.5")
    void aFloodOfAThousandLeavesACountOfAThousand() throws Exception {
        for (int connection = 0; connection < 10; connection++) {
            try (EarlyHttp2 client = clients.connectHttp2()) {
                for (int i = 0; i < MANY; i++) {
                    client.get(1 + 2 * i, "/hold/" + i);
                }
                client.start().finishWrongly();
                client.socket.untilClosed();
            }
        }
        clients.gateway.awaitMeter("postern_early_data_unconfirmed_total{action=\"held\",end=\"cancelled\",host=\""
                + EarlyClients.HOST + "\",route=\"route of /hold\"} 1000.0");
        JsonNode told = clients.gateway.json("/actuator/earlydata");
        assertThat(told.path("unconfirmedTotal").asLong(0)).isEqualTo(1000);
        assertThat(told.path("unconfirmed").size()).as("the newest of them").isEqualTo(200);
    }

    @Test
    void aHundredStreamsOfOneThatNeverFinishesAreAllCancelled() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            for (int i = 0; i < MANY; i++) {
                client.get(1 + 2 * i, "/hold/" + i);
            }
            client.start().socket.untilClosed();
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"held\",end=\"failed\"} 100.0");
        assertNothingWentOn();
    }

    private void assertNothingWentOn() throws Exception {
        assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
        assertThat(clients.upstream.heads).isEmpty();
    }

    private void assertTold(String route, String action, String method) {
        JsonNode told = clients.gateway.json("/actuator/earlydata").path("unconfirmed");
        assertThat(told.size()).isEqualTo(1);
        assertThat(told.path(0).path("host").asString("")).isEqualTo(EarlyClients.HOST);
        assertThat(told.path(0).path("route").asString("")).isEqualTo("route of " + route);
        assertThat(told.path(0).path("action").asString("")).isEqualTo(action);
        assertThat(told.path(0).path("method").asString("")).isEqualTo(method);
        assertThat(told.path(0).path("peer").asString("")).startsWith("127.0.0.1");
        assertThat(told.path(0).path("answered").asBoolean(true)).isFalse();
        assertThat(told.path(0).path("at").asString("")).isNotEmpty();
    }
}
