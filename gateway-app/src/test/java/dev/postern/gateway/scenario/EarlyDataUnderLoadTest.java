package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A gateway that is nearly full refuses early data in the handshake (RFC 8470 6.3), and serves on.
@Timeout(120)
class EarlyDataUnderLoadTest {
    private static final String GET = EarlyClients.get("/allow/page");

    @TempDir
    Path folder;

    @Test
    @EarlyDataRule({"2.1", "2.13"})
    void isRefusedInTheHandshakeAndTheClientsOwnResendIsServed() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder, "--postern.listeners[0].max-connections=20",
                "--postern.listeners[0].client-hello=1m")) {
            ClientSession first = clients.ticket();
            ClientSession second = clients.ticket();
            Await.until("those with tickets left", () -> clients.gateway.connections() == 0);
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < 18; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), clients.gateway.port()));
            }
            Await.until("the crowd is in", () -> clients.gateway.connections() == crowd.size());
            try (EngineSocket client = clients.connect(first)) {
                client.start(GET);
                EarlyClients.finish(client);
                assertThat(client.text()).isEmpty();
                // Another flight as far as replay is concerned: nobody but the client can tell that it is the same request.
                client.send(GET);
                client.untilText(EarlyClients.ANSWER);
            }
            clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"overload\"} 1.0");
            assertThat(clients.upstream.nextHead()).doesNotContainIgnoringCase("early-data");
            assertThat(clients.upstream.heads).as("it came through once").isEmpty();

            for (Socket one : crowd) {
                one.close();
            }
            Await.until("nobody left", () -> clients.gateway.connections() == 0);
            try (EngineSocket client = clients.connect(second)) {
                client.start(GET);
                client.untilText(EarlyClients.ANSWER);
                client.flush();
            }
            clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"accepted\"} 1.0");
        }
    }

    @Test
    void moreConnectionsThanTheBoundDoNotWaitForTheirFinished() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder, "--postern.early-data.max-unconfirmed=2",
                "--postern.limits.confirmation=5m")) {
            ClientSession[] tickets = {clients.ticket(), clients.ticket(), clients.ticket(), clients.ticket()};
            try (EngineSocket first = clients.connect(tickets[0]); EngineSocket second = clients.connect(tickets[1])) {
                byte[] finished = letIn(clients, first);
                letIn(clients, second);
                try (EngineSocket third = clients.connect(tickets[2])) {
                    third.start(GET);
                    EarlyClients.finish(third);
                }
                clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"overload\"} 1.0");
                assertThat(clients.upstream.heads).as("one past the bound").isEmpty();
                first.raw(finished);
                clients.gateway.awaitMeter("postern_tls_early_data_total{outcome=\"accepted\"} 1.0");
                try (EngineSocket fourth = clients.connect(tickets[3])) {
                    letIn(clients, fourth);
                }
            }
        }
    }

    /// @return its Finished, kept back
    private static byte[] letIn(EarlyClients clients, EngineSocket client) throws Exception {
        client.start(GET);
        byte[] finished = EarlyClients.keepFinishedBack(client);
        assertThat(clients.upstream.nextHead()).containsIgnoringCase("\r\nearly-data: 1\r\n");
        return finished;
    }
}
