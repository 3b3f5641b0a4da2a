package dev.postern.gateway.scenario;

import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// How long an exchange may take in all depends on what its client has proved, whoever it is that lets it wait.
@Timeout(120)
class ProvenClientTotalTest {
    @TempDir
    Path folder;
    private ProvenClients clients;

    @BeforeEach
    void start() throws Exception {
        clients = new ProvenClients(folder);
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + ProvenClients.HOST + "\r\n\r\n";
    }

    @Test
    void anAnonymousClientsExchangeMayTakeLessTimeThanAProvenOnes() throws Exception {
        clients.asking(Map.of("anonymousTotal", "PT0.5S"));
        try (EngineSocket proven = clients.proven("http/1.1"); EngineSocket anonymous = clients.anonymous("http/1.1")) {
            proven.send(get("/hold/slow"));
            anonymous.send(get("/hold/slow"));
            assertThat(anonymous.untilText("\r\n\r\n")).startsWith("HTTP/1.1 504 ");
            clients.awaitTimeout("total", "hold");
            clients.answerTheSlow();
            assertThat(proven.untilText(ProvenClients.ANSWER)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anEarlyRequestsExchangeMayTakeLessTimeThanAConfirmedOnes() throws Exception {
        clients.lettingInEarly(Map.of("earlyTotal", "PT0.5S"));
        try (EngineSocket confirmed = clients.anonymous("http/1.1"); EngineSocket early = clients.early("http/1.1")) {
            confirmed.send(get("/hold/slow"));
            early.start(get("/allow/slow"));
            EarlyClients.keepFinishedBack(early);
            assertThat(early.untilText("\r\n\r\n")).startsWith("HTTP/1.1 504 ");
            clients.awaitTimeout("total", "allow");
            clients.answerTheSlow();
            assertThat(confirmed.untilText(ProvenClients.ANSWER)).startsWith("HTTP/1.1 200 ");
        }
    }

    /// What came early may be a replay for as long as it lasts: the client that finishes meanwhile does not buy it more time.
    @Test
    void anEarlyRequestKeepsItsTotalWhenTheHandshakeIsConfirmedMeanwhile() throws Exception {
        clients.lettingInEarly(Map.of("earlyTotal", "PT1S"));
        try (EngineSocket early = clients.early("http/1.1")) {
            early.start(get("/allow/slow"));
            EarlyClients.finish(early);
            assertThat(early.untilText("\r\n\r\n")).startsWith("HTTP/1.1 504 ");
            clients.awaitTimeout("total", "allow");
        }
    }
}
