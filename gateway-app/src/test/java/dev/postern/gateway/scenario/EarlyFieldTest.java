package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/// `Early-Data` and 425 (RFC 8470 5, 6) through a whole gateway.
@Timeout(120)
class EarlyFieldTest {
    private static final String FIELD = "\r\nearly-data: 1\r\n";

    @TempDir
    static Path folder;
    private static EarlyClients clients;
    private static final List<String> TRAILERS = new CopyOnWriteArrayList<>();
    private static ScriptedUpstream marking;
    private static ScriptedUpstream trailed;

    @BeforeAll
    static void start() throws Exception {
        clients = new EarlyClients(folder);
        clients.gateway.route(clients.host, "/unaware",
                clients.gateway.upstream("unaware", clients.upstream.port(), false), "allow");
        marking = new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write("""
                        HTTP/1.1 200 OK\r
                        Early-Data: 1\r
                        Transfer-Encoding: chunked\r
                        \r
                        2\r
                        hi\r
                        0\r
                        Early-Data: 1\r
                        Last: yes\r
                        \r
                        """);
            }
        });
        trailed = new ScriptedUpstream(connection -> {
            connection.readHead();
            while (connection.readChunk().length > 0) {
                // The last one is empty.
            }
            for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
                TRAILERS.add(line);
            }
            connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        });
        clients.gateway.route(clients.host, "/hold/trailers",
                clients.gateway.upstream("trailed", trailed.port(), true), "hold");
        clients.gateway.route(clients.host, "/allow/marking",
                clients.gateway.upstream("marking", marking.port(), true), "allow");
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
        marking.close();
        trailed.close();
    }

    @BeforeEach
    void forget() {
        clients.upstream.heads.clear();
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + EarlyClients.HOST + "\r\n" + fields + "\r\n";
    }

    /// Sends it early, sees nothing of it at the upstream before Finished, and returns what the upstream gets then.
    private static String heldHead(String request) throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(request);
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).as("held").isEmpty();
            client.raw(finished);
            return clients.upstream.nextHead();
        }
    }

    /// Sends it early, and returns what the upstream gets before Finished.
    private static String earlyHead(String request) throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(request);
            String head = clients.upstream.nextHead();
            EarlyClients.finish(client);
            client.untilText(EarlyClients.ANSWER);
            return head;
        }
    }

    private static String answer(String request) throws Exception {
        try (EngineSocket client = clients.connect()) {
            return client.handshake().sending(request).untilText("\r\n\r\n");
        }
    }

    @Test
    @EarlyDataRule("3.1")
    void anAllowRouteToAnUpstreamThatDoesNotKnowTheFieldIsHeld() throws Exception {
        assertThat(heldHead(get("/unaware", ""))).doesNotContainIgnoringCase("early-data");
        assertThat(earlyHead(get("/allow/known", ""))).containsOnlyOnce(FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Early-Data: 1\r\n", "early-data: 0\r\n", "Early-Data:\r\n",
        "Early-Data: 1\r\nEarly-Data: 1\r\n", "Early-Data: 1, 1\r\nEARLY-DATA: nonsense\r\n",
        "Early-Data: 1\r\nConnection: early-data\r\n"})
    @EarlyDataRule("3.2")
    void isOneFieldWithTheValueOneHoweverOftenAndWhateverCame(String fields) throws Exception {
        assertThat(earlyHead(get("/allow/known", fields))).containsOnlyOnce(FIELD).containsOnlyOnce("arly-")
                .doesNotContainIgnoringCase("connection: early");
        if (!fields.isEmpty()) {
            assertThat(heldHead(get("/hold/known", fields))).as("waiting here makes it no safer")
                    .containsOnlyOnce(FIELD).containsOnlyOnce("arly-");
            assertThat(answer(get("/hold/known", fields))).startsWith("HTTP/1.1 200 ");
            assertThat(clients.upstream.nextHead()).as("it was early on an earlier hop").containsOnlyOnce(FIELD);
        }
    }

    @Test
    void isOneFieldOverHttp2Too() throws Exception {
        try (EarlyHttp2 client = clients.connectHttp2()) {
            client.wire.headers(1, true, ":method", "GET", ":scheme", "https", ":authority", EarlyClients.HOST,
                    ":path", "/allow/known", "early-data", "1", "early-data", "no");
            client.start();
            assertThat(clients.upstream.nextHead()).containsOnlyOnce(FIELD).containsOnlyOnce("arly-");
            client.finish();
            assertThat(client.wire.answer(1)).startsWith("200");
        }
    }

    @Test
    void isNeverAddedToARequestThatCameAfterFinished() throws Exception {
        assertThat(answer(get("/allow/later", ""))).startsWith("HTTP/1.1 200 ");
        assertThat(clients.upstream.nextHead()).doesNotContainIgnoringCase("early-data");
    }

    @Test
    void goesToNoUpstreamThatDoesNotKnowItWhetherItCameEarlyOrNot() throws Exception {
        String request = get("/unaware", "Early-Data: 1\r\n");
        assertThat(answer(request)).startsWith("HTTP/1.1 425 ").containsIgnoringCase("cache-control: no-store");
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(request);
            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 425 ");
            client.flush();
        }
        assertThat(clients.upstream.heads).isEmpty();
        assertThat(answer(get("/unaware", ""))).as("without the field").startsWith("HTTP/1.1 200 ");
    }

    @Test
    @EarlyDataRule("3.4")
    void aTooEarlyRouteServesWhoeverSentNothingEarly() throws Exception {
        assertThat(answer(get("/tooEarly/page", ""))).startsWith("HTTP/1.1 200 ");
        assertThat(clients.upstream.nextHead()).startsWith("GET /tooEarly/page ");
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start("");
            EarlyClients.finish(client);
            assertThat(client.sending(get("/tooEarly/page", "")).untilText("\r\n\r\n")).as("with a ticket")
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void isTakenFromNoTrailer() throws Exception {
        try (EngineSocket client = clients.connect()) {
            client.handshake().send("POST /hold/trailers HTTP/1.1\r\nHost: " + EarlyClients.HOST + """
                    \r
                    Transfer-Encoding: chunked\r
                    \r
                    2\r
                    hi\r
                    0\r
                    Early-Data: 1\r
                    Last: yes\r
                    \r
                    """);
            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 204 ");
        }
        assertThat(TRAILERS).containsExactly("Last: yes");
    }

    @Test
    void isInNoAnswer() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(get("/allow/marking", "TE: trailers\r\n"));
            EarlyClients.finish(client);
            assertThat(client.untilText("0\r\n")).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("early-data");
            assertThat(client.untilText("yes\r\n")).as("its other trailer").doesNotContainIgnoringCase("early-data");
        }
    }

    /// What an upstream says on a connection that it switched cannot be marked as early.
    @Test
    void aWebSocketIsOpenedBehindFinished() throws Exception {
        String head = heldHead(get("/allow/socket", """
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                """));
        assertThat(head).startsWith("GET /allow/socket ").containsIgnoringCase("upgrade: websocket")
                .doesNotContainIgnoringCase("early-data");
    }

    /// Who replays does it from another address: what the gateway believes of a peer for its address waits until the peer is confirmed.
    @Test
    void aPeerThatIsBelievedForItsAddressIsHeldThoughItsRouteAllowsIt(@TempDir Path own) throws Exception {
        try (EarlyClients believed = new EarlyClients(own, "--postern.listeners[0].trusted-proxies=127.0.0.0/8");
                EngineSocket client = believed.connect(believed.ticket())) {
            client.start(get("/allow/claim", "X-Forwarded-For: 192.0.2.7\r\n"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(believed.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(believed.upstream.heads).isEmpty();
            client.raw(finished);
            assertThat(believed.upstream.nextHead()).startsWith("GET /allow/claim ")
                    .containsIgnoringCase("x-forwarded-for: 192.0.2.7, 127.0.0.1");
        }
        assertThat(earlyHead(get("/allow/claim", "X-Forwarded-For: 192.0.2.7\r\n"))).as("a stranger's")
                .doesNotContain("192.0.2.7");
    }
}
