package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Several HTTP/1.1 requests in one flight of early data, and bodies that end behind Finished.
@Timeout(120)
class EarlyPipelineTest {
    private static final int MANY = 100;

    @TempDir
    static Path folder;
    private static EarlyClients clients;

    @BeforeAll
    static void start() throws Exception {
        clients = new EarlyClients(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
    }

    @BeforeEach
    void forget() {
        clients.upstream.heads.clear();
    }

    @Test
    @EarlyDataRule("3.5")
    void parkedRequestsGoOnInTheirOrder() throws Exception {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            pipeline.append(EarlyClients.get("/hold/" + i));
        }
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(pipeline.toString());
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).isEmpty();
            assertThat(client.text()).isEmpty();

            client.raw(finished);
            for (int i = 0; i < MANY; i++) {
                assertThat(clients.upstream.nextHead()).startsWith("GET /hold/" + i + " ")
                        .doesNotContainIgnoringCase("early-data");
            }
            client.until(() -> client.text().split(EarlyClients.ANSWER, -1).length == MANY + 1);
        }
    }

    @Test
    void whatFollowsAParkedRequestWaitsBehindItThoughItsRouteAllowsIt() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/first") + EarlyClients.get("/hold/second")
                    + EarlyClients.get("/allow/third"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/first ").containsIgnoringCase("early-data");
            client.untilText(EarlyClients.ANSWER);
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).isEmpty();

            client.raw(finished);
            assertThat(clients.upstream.nextHead()).startsWith("GET /hold/second ")
                    .doesNotContainIgnoringCase("early-data");
            assertThat(clients.upstream.nextHead()).as("not early any more").startsWith("GET /allow/third ")
                    .doesNotContainIgnoringCase("early-data");
        }
    }

    @Test
    @EarlyDataRule("3.10")
    void aBodyThatIsLongerThanTheLimitArrivesWholeBehindFinished() throws Exception {
        for (String route : new String[]{"hold", "allow"}) {
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start("POST /" + route + "/long HTTP/1.1\r\nHost: " + EarlyClients.HOST
                        + "\r\nContent-Length: 500000\r\n\r\n" + "x".repeat(16_000));
                byte[] finished = EarlyClients.keepFinishedBack(client);
                client.raw(finished);
                for (int sent = 16_000; sent < 500_000; sent += 44_000) {
                    client.send("y".repeat(44_000));
                }
                assertThat(client.untilText(EarlyClients.ANSWER)).as(route).contains(" to 500000");
            }
        }
    }

    /// The first request left nothing to read for a while; what is held behind it must not wait for a Finished that nobody reads.
    @Test
    void aBodyHeldBehindAnAnsweredRequestArrivesWithFinished() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/first") + "POST /hold/second HTTP/1.1\r\nHost: " + EarlyClients.HOST
                    + "\r\nContent-Length: 8\r\n\r\nhalf");
            byte[] finished = EarlyClients.keepFinishedBack(client);
            client.untilText(EarlyClients.ANSWER);
            client.raw(finished);
            client.send("half");
            assertThat(client.untilText(EarlyClients.ANSWER + " to 8")).isNotEmpty();
        }
    }

    @Test
    void aWebSocketHeldBehindAnAnsweredRequestOpensWithFinished() throws Exception {
        try (ScriptedUpstream echo = new ScriptedUpstream(EarlyPipelineTest::switchAndEcho)) {
            clients.gateway.route(clients.host, "/later",
                    clients.gateway.upstream("later", echo.port(), true), "allow");
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start(EarlyClients.get("/allow/first") + "GET /later HTTP/1.1\r\nHost: " + EarlyClients.HOST
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
                byte[] finished = EarlyClients.keepFinishedBack(client);
                client.untilText(EarlyClients.ANSWER);
                client.raw(finished);
                client.untilText("101");
            }
        }
    }

    /// The client does not even wait for the answer before it speaks the other protocol.
    @Test
    void aWebSocketOpensBehindFinishedAndWhatCameEarlyOnItIsNotLost() throws Exception {
        try (ScriptedUpstream echo = new ScriptedUpstream(EarlyPipelineTest::switchAndEcho)) {
            clients.gateway.route(clients.host, "/socket",
                    clients.gateway.upstream("socket", echo.port(), true), "allow");
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start("GET /socket HTTP/1.1\r\nHost: " + EarlyClients.HOST + """
                        \r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                        \r
                        early words""");
                byte[] finished = EarlyClients.keepFinishedBack(client);
                assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
                assertThat(echo.heads).isEmpty();

                client.raw(finished);
                assertThat(client.untilText("early words")).startsWith("HTTP/1.1 101 ");
                client.sending(" and later ones").untilText("early words and later ones");
            }
        }
    }

    private static void switchAndEcho(ScriptedUpstream.Connection connection) throws IOException {
        connection.readHead();
        connection.write("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r
                \r
                """);
        connection.in.transferTo(connection.out);
    }

    @Test
    void aHeadThatEndsBehindFinishedIsNotEarly() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start("GET /allow/half HTTP/1.1\r\nHo");
            byte[] finished = EarlyClients.keepFinishedBack(client);
            client.raw(finished);
            client.send("st: " + EarlyClients.HOST + "\r\n\r\n");
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/half ")
                    .doesNotContainIgnoringCase("early-data");
            client.untilText(EarlyClients.ANSWER);
        }
    }

    @Test
    void aClientThatSendsNothingBehindItsEarlyDataIsAnswered() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/allow/only"));
            assertThat(client.untilText(EarlyClients.ANSWER)).startsWith("HTTP/1.1 200 ");
        }
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/hold/only"));
            EarlyClients.finish(client);
            assertThat(client.untilText(EarlyClients.ANSWER)).startsWith("HTTP/1.1 200 ");
        }
    }
}
