package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// WebSocket over HTTP/1.1 (RFC 6455): the JDK's client, Reactor Netty's server, and the gateway between them; where bytes have to come in
/// a certain order, bare sockets.
class WebSocketTest {
    static final String UPGRADE = String.join("\r\n", "GET /ws HTTP/1.1", "Host: a", "Connection: Upgrade",
            "Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "");
    static final String SWITCHED = String.join("\r\n", "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "", "");
    private static final BlockingQueue<Integer> CLOSES_SEEN = new LinkedBlockingQueue<>();
    private static DisposableServer echo;
    private static HopGateway gateway;

    @BeforeAll
    static void start() {
        echo = HttpServer.create().host("127.0.0.1").port(0).route(routes -> routes.ws("/ws", (in, out) -> {
            in.receiveCloseStatus().subscribe(status -> CLOSES_SEEN.add(status.code()));
            return out.sendObject(in.receiveFrames().map(io.netty.util.ReferenceCountUtil::retain));
        }, WebsocketServerSpec.builder().maxFramePayloadLength(4 << 20).build()).ws("/leave",
                (in, out) -> out.sendClose(4001, "enough"))).bindNow();
        gateway = HopGateway.before(HopGateway.upstream(UpstreamProtocol.HTTP1, echo.port()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        echo.disposeNow();
    }

    /// Keeps whole messages, and the close.
    private static final class Listener implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                heard.add("bytes " + bytes);
                bytes = 0;
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error " + error);
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
        }
    }

    private static WebSocket connect(String scheme, String path, Listener listener) throws Exception {
        int port = scheme.equals("wss") ? gateway.securePort() : gateway.port();
        HttpClient http = HttpClient.newBuilder().sslContext(HopGateway.IDENTITY.context()).build();
        return http.newWebSocketBuilder().buildAsync(URI.create(scheme + "://localhost:" + port + path), listener)
                .get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void messagesPassBothWays(String scheme) throws Exception {
        Listener listener = new Listener();
        WebSocket socket = connect(scheme, "/ws", listener);
        socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
        assertThat(listener.next()).isEqualTo("text hello");
        socket.sendBinary(ByteBuffer.allocate(2 << 20), true).get(30, TimeUnit.SECONDS);
        assertThat(listener.next()).isEqualTo("bytes " + (2 << 20));
        socket.sendText("again", true).get(30, TimeUnit.SECONDS);
        assertThat(listener.next()).isEqualTo("text again");
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void aCloseByTheClientReachesTheUpstreamAndIsAnswered(String scheme) throws Exception {
        CLOSES_SEEN.clear();
        Listener listener = new Listener();
        WebSocket socket = connect(scheme, "/ws", listener);
        socket.sendClose(4002, "bye").get(30, TimeUnit.SECONDS);
        assertThat(CLOSES_SEEN.poll(30, TimeUnit.SECONDS)).isEqualTo(4002);
        assertThat(listener.next()).startsWith("close 4002");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void aCloseByTheUpstreamReachesTheClient(String scheme) throws Exception {
        Listener listener = new Listener();
        connect(scheme, "/leave", listener);
        assertThat(listener.next()).isEqualTo("close 4001 enough");
    }

    @Test
    void bytesThatComeWithTheAnswerPass() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(SWITCHED + "first");
            connection.write(connection.readLine() + "\n");
        });
                HopGateway through = HopGateway.before(upstream);
                Http1Peer client = through.connect()) {
            client.write(UPGRADE);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").containsIgnoringCase("upgrade: websocket")
                    .containsIgnoringCase("connection: upgrade");
            assertThat(new String(client.in.readNBytes(5), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo("first");
            client.write("second\n");
            assertThat(client.readLine()).isEqualTo("second");
            assertThat(client.in.read()).isEqualTo(-1);
        }
        assertThat(upgradeOf(UPGRADE)).isTrue();
    }

    private static boolean upgradeOf(String head) {
        return "websocket".equals(Http1Peer.field(head, "upgrade"));
    }

    @Test
    void bytesThatComeBeforeTheAnswerReachNobodyIfItIsNo() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            String head = connection.readHead();
            boolean asked = upgradeOf(head);
            connection.write("HTTP/1.1 403 " + (asked ? "No" : "What") + "\r\nContent-Length: 0\r\n\r\n");
            // Anything more would be what the client thought to say in the other protocol.
            connection.readHead();
        });
                HopGateway through = HopGateway.before(upstream);
                Http1Peer client = through.connect()) {
            client.write(UPGRADE + "GET /smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
            // What follows is a request of its own then, with rules of its own, on another connection.
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
            assertThat(upstream.nextHead()).startsWith("GET /ws ").contains("upgrade: websocket");
            assertThat(upstream.nextHead()).startsWith("GET /smuggled ");
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @Test
    void anUpstreamThatDiesEndsTheConnectionOfTheClient() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(SWITCHED);
            connection.readLine();
            connection.reset();
        });
                HopGateway through = HopGateway.before(upstream);
                Http1Peer client = through.connect()) {
            client.write(UPGRADE);
            client.readHead();
            client.write("die\n");
            assertThat(endOf(client)).isTrue();
        }
    }

    private static boolean endOf(Http1Peer client) {
        try {
            return client.in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        } catch (IOException other) {
            return false;
        }
    }

    @Test
    void aClientThatGoesEndsTheConnectionToTheUpstream() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(SWITCHED);
            connection.readLine();
        });
                HopGateway through = HopGateway.before(upstream)) {
            try (Http1Peer client = through.connect()) {
                client.write(UPGRADE);
                client.readHead();
            }
            upstream.awaitEnd();
        }
    }

    @Test
    void anAnswerThatSwitchesWithoutHavingBeenAskedIsNoAnswer() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(SWITCHED);
            connection.readLine();
        });
                HopGateway through = HopGateway.before(upstream)) {
            assertThat(through.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 502 ").contains("urn:postern:problem:upstream-malformed");
        }
    }
}
