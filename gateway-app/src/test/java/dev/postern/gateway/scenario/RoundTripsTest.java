package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// The time to the first byte of an answer, in round trips of a long way, behind the TCP handshake.
@Timeout(120)
class RoundTripsTest {
    @TempDir
    static Path folder;
    private static EarlyClients clients;
    private RoundTrips way;

    @BeforeAll
    static void start() throws Exception {
        clients = new EarlyClients(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
    }

    @BeforeEach
    void setOut() throws Exception {
        way = new RoundTrips(clients.gateway);
    }

    @AfterEach
    void arrive() throws Exception {
        way.close();
    }

    @Test
    @EarlyDataRule("3.6")
    void anAllowedEarlyRequestIsAnsweredInOneRoundTrip() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket(), way.port())) {
            client.start(EarlyClients.get("/allow/page"));
            client.untilText(EarlyClients.ANSWER);
            assertThat(way.count()).isEqualTo(1);
        }
    }

    @Test
    void evenWhenItLeavesBehindItsHelloInManyPieces() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket(), way.port())) {
            client.start("");
            for (String piece : EarlyClients.get("/allow/page").split("(?<=\\n)")) {
                client.send(piece);
            }
            client.untilText(EarlyClients.ANSWER);
            assertThat(way.count()).isEqualTo(1);
        }
    }

    @Test
    void soIsOneOverHttp2() throws Exception {
        ClientSession ticket = clients.ticket("h2");
        try (EarlyHttp2 client = new EarlyHttp2(clients.connect(ticket, way.port()), EarlyClients.HOST)) {
            client.get(1, "/allow/page").start();
            assertThat(client.wire.answer(1)).isEqualTo("200 " + EarlyClients.ANSWER);
            assertThat(way.count()).isEqualTo(1);
        }
    }

    @Test
    void aHeldOneIsAnsweredInTwo() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket(), way.port())) {
            client.start(EarlyClients.get("/hold/page"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            clients.nextHeadAfterMarker();
            assertThat(client.text()).isEmpty();
            client.raw(finished);
            client.untilText(EarlyClients.ANSWER);
            assertThat(way.count()).isEqualTo(2);
        }
    }

    @Test
    void aResumedConnectionWithoutEarlyDataTakesTwo() throws Exception {
        ClientSession ticket = clients.ticket();
        try (EngineSocket client = clients.connect(way.port(), config -> config.sessions(List.of(ticket)))) {
            answerAfterTheHandshake(client);
            assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
            assertThat(way.count()).isEqualTo(2);
        }
    }

    @Test
    void aFullHandshakeTakesTwo() throws Exception {
        try (EngineSocket client = clients.connect(way.port(), UnaryOperator.identity())) {
            answerAfterTheHandshake(client);
            assertThat(client.engine().session().orElseThrow().resumed()).isFalse();
            assertThat(way.count()).isEqualTo(2);
        }
    }

    private static void answerAfterTheHandshake(EngineSocket client) throws Exception {
        client.start("");
        client.until(() -> client.engine().stage() == Stage.CONNECTED);
        // Finished waits in the engine and leaves with the request, in one write.
        client.send(EarlyClients.get("/allow/page"));
        client.untilText(EarlyClients.ANSWER);
    }
}
