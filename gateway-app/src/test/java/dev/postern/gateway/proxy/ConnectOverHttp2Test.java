package dev.postern.gateway.proxy;

import dev.postern.tls.socket.Http2Wire;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/// CONNECT over HTTP/2, plain (RFC 9113 8.5) and extended, which would carry WebSocket (RFC 8441): neither is offered, so a browser opens
/// an HTTP/1.1 connection for its WebSocket, and whoever asks all the same hears so.
class ConnectOverHttp2Test {
    private static final int SETTINGS_ENABLE_CONNECT_PROTOCOL = 8;
    private static ScriptedUpstream upstream;
    private static HopGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.answering("ok");
        gateway = HopGateway.before(upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    /// What the gateway says to a request whose stream stays open, and that the connection goes on.
    private static String answerTo(String... fields) throws IOException {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            String answer = client.headers(1, false, fields).wholeAnswer(1);
            upstream.heads.clear();
            client.headers(3, true, ":method", "GET", ":scheme", "https", ":authority", "localhost", ":path", "/");
            assertThat(client.answer(3)).isEqualTo("200 ok");
            assertThat(upstream.heads).as("what reached the upstream").hasSize(1);
            return answer;
        }
    }

    @Test
    void extendedConnectIsNotOffered() throws IOException {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            assertThat(client.settings()).isNotEmpty()
                    .doesNotContainKeys(SETTINGS_ENABLE_CONNECT_PROTOCOL, (int) Http2CodecUtil.SETTINGS_ENABLE_PUSH);
        }
    }

    @Test
    void extendedConnectIsMalformed() throws IOException {
        assertThat(answerTo(":method", "CONNECT", ":protocol", "websocket", ":scheme", "https", ":path", "/ws",
                ":authority", "localhost", "sec-websocket-version", "13"))
                .matches("400 \\{.*urn:postern:problem:malformed-request.*:protocol.*} reset 1");
    }

    @Test
    void aTunnelIsNotMade() throws IOException {
        assertThat(answerTo(":method", "CONNECT", ":authority", "localhost:443"))
                .matches("405 \\{.*urn:postern:problem:method-not-allowed.*} reset 0");
    }

    @Test
    void aTunnelWithSchemeAndPathIsMalformed() throws IOException {
        assertThat(answerTo(":method", "CONNECT", ":scheme", "https", ":authority", "localhost:443", ":path", "/"))
                .matches("400 \\{.*urn:postern:problem:malformed-request.*} reset 1");
    }

    @Test
    void aTunnelToNowhereIsMalformed() throws IOException {
        assertThat(answerTo(":method", "CONNECT", "host", "localhost:443"))
                .matches("400 \\{.*urn:postern:problem:malformed-request.*} reset 1");
    }
}
