package dev.postern.gateway.proxy;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// An upstream's 425: relayed to whoever could have known, otherwise tried once more when the handshake is confirmed (RFC 8470 5.2). The
/// client is our engine on a bare socket, so that the test says when its Finished leaves.
@Timeout(120)
class TooEarlyTest {
    private static final Duration FIRST_BYTE = Duration.ofSeconds(2);
    private static final String GET = "GET /once HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static ScriptedUpstream upstream;
    private static HopGateway gateway;

    /// Acts on nothing early, and never on `/never`; has no answer for `/silent`.
    @BeforeAll
    static void start() throws IOException {
        upstream = new ScriptedUpstream(connection -> {
            String head = connection.readHead();
            while (head != null) {
                String body = "done " + connection.readBody();
                boolean early = Http1Peer.field(head, "early-data") != null;
                if (head.contains(" /silent ") && !early) {
                    connection.in.readAllBytes();
                    return;
                }
                connection.write(!early && !head.contains(" /never ")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                        : "HTTP/1.1 425 Too Early\r\nContent-Length: 8\r\n\r\nnot yet!");
                head = connection.readHead();
            }
        });
        gateway = new HopGateway.Settings().early(EarlyDataAction.ALLOW).before(ForwardedHeadersTest.aware(upstream));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.heads.clear();
    }

    private static ClientSession ticket(HopGateway of) throws IOException {
        TlsClientConfig config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build();
        try (EngineSocket client = new EngineSocket(of.environment, of.securePort(), config)) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        }
    }

    private static EngineSocket early(String request) throws IOException {
        return early(gateway, request);
    }

    private static EngineSocket early(HopGateway to, String request) throws IOException {
        TlsClientConfig config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1")
                .sessions(List.of(ticket(to))).earlyData(true).build();
        EngineSocket client = new EngineSocket(to.environment, to.securePort(), config);
        client.start(request);
        return client;
    }

    /// The client sends its Finished; reads until the answer is there.
    private static String confirmed(EngineSocket client, String end) throws IOException {
        client.until(() -> client.engine().stage() == dev.postern.tls.TlsEngine.Stage.CONNECTED);
        client.flush();
        return client.untilText(end);
    }

    @Test
    @EarlyDataRule("3.3")
    void isTriedOnceMoreWhenTheHandshakeIsConfirmed() throws Exception {
        try (EngineSocket client = early(GET)) {
            assertThat(upstream.nextHead()).contains("\r\nearly-data: 1\r\n");
            // What came through another connection came later than a second try would have.
            assertThat(gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
            assertThat(upstream.heads).as("nothing is tried before Finished").isEmpty();

            assertThat(confirmed(client, "done")).startsWith("HTTP/1.1 200 ").doesNotContain("425", "not yet!");
            assertThat(upstream.nextHead()).doesNotContain("early-data");
        }
    }

    /// A client whose Finished takes its time is not its upstream's fault.
    @Test
    void isTriedOnceMoreHoweverLongTheHandshakeTook() throws Exception {
        try (HopGateway impatient = withFirstByteIn(FIRST_BYTE); EngineSocket client = early(impatient, GET)) {
            assertThat(upstream.nextHead()).contains("\r\nearly-data: 1\r\n");
            Thread.sleep(FIRST_BYTE.multipliedBy(2));
            assertThat(confirmed(client, "done")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void isTriedOnceMoreForTheTimeThatEveryTryHas() throws Exception {
        try (HopGateway impatient = withFirstByteIn(FIRST_BYTE);
                EngineSocket client = early(impatient, "GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(upstream.nextHead()).contains("\r\nearly-data: 1\r\n");
            assertThat(confirmed(client, "upstream-timeout")).startsWith("HTTP/1.1 504 ");
            assertThat(upstream.nextHead()).startsWith("GET /silent ").doesNotContain("early-data");
        }
    }

    private static HopGateway withFirstByteIn(Duration firstByte) {
        Duration other = Duration.ofMinutes(2);
        return new HopGateway.Settings().early(EarlyDataAction.ALLOW)
                .timeouts(new RouteTimeouts(other, other, other, firstByte, other, other))
                .before(ForwardedHeadersTest.aware(upstream));
    }

    @Test
    void isTriedOnceMoreWithTheSameBody() throws Exception {
        try (EngineSocket client = early(
                "POST /once HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")) {
            assertThat(upstream.nextHead()).contains("\r\nearly-data: 1\r\n");

            assertThat(confirmed(client, "done hello")).startsWith("HTTP/1.1 200 ");
        }
    }

    /// Whoever replays a captured flight does not wait for anything.
    @Test
    void isNotTriedAgainForAClientThatIsGone() throws Exception {
        double before = gateway.requests("499");
        try (EngineSocket client = early(GET)) {
            assertThat(upstream.nextHead()).contains("\r\nearly-data: 1\r\n");
            // The 425 is there when what another connection brings is answered.
            assertThat(gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
        }
        while (gateway.requests("499") == before) {
            Thread.sleep(10);
        }
        gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(upstream.nextHead()).startsWith("GET /marker ");
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    void isNotTriedAgainForAStreamThatWasResetMeanwhile() throws Exception {
        double before = gateway.requests("499");
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        try (EngineSocket client = FailedHandshakeTest.toBeEarly(gateway, "h2")) {
            Http2Wire wire = Http2Wire.client(client.input(), frames);
            for (int stream : new int[]{1, 3}) {
                wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", "localhost", ":path",
                        "/once/" + stream);
            }
            client.start(frames.toByteArray());
            assertThat(upstream.nextHead() + upstream.nextHead()).contains("/once/1 ", "/once/3 ");
            assertThat(gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
            frames.reset();
            wire.reset(3);
            client.send(frames.toByteArray());
            while (gateway.requests("499") == before) {
                Thread.sleep(10);
            }

            client.until(() -> client.engine().stage() == dev.postern.tls.TlsEngine.Stage.CONNECTED);
            client.flush();
            assertThat(wire.answer(1)).isEqualTo("200 done");
            assertThat(upstream.nextHead()).startsWith("GET /once/1 ").doesNotContain("early-data");
            assertThat(upstream.heads).isEmpty();
        }
    }

    @Test
    @EarlyDataRule("3.3")
    void isNotTriedMoreThanOnce() throws Exception {
        try (EngineSocket client = early("GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(confirmed(client, "not yet!")).startsWith("HTTP/1.1 425 ");
            assertThat(upstream.heads).hasSize(2);
        }
    }

    @Test
    @EarlyDataRule("3.3")
    void isRelayedToAClientThatSentTheFieldItself() throws Exception {
        try (EngineSocket client = early("GET /once HTTP/1.1\r\nHost: localhost\r\nEarly-Data: 1\r\n\r\n")) {
            assertThat(confirmed(client, "not yet!")).startsWith("HTTP/1.1 425 ");
            assertThat(upstream.heads).hasSize(1);
        }
    }

    @Test
    void isRelayedIfNothingWasEarlyHere() throws Exception {
        assertThat(gateway.exchange("GET /never HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 425 ").endsWith("not yet!");
        assertThat(gateway.exchange("GET /once HTTP/1.1\r\nHost: a\r\nEarly-Data: 1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 425 ").endsWith("not yet!");
        assertThat(upstream.heads).hasSize(2);
    }
}
