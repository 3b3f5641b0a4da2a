package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever kind of handler serves a request, it finds out whether that came early, whether it is safe by now, and what became of early data.
@Timeout(120)
class TlsSessionEverywhereTest {
    private static final String EARLY = "early=true phase=CONFIRMED reason=accepted confirmed=true.";
    private static final String LATE = "early=false phase=CONFIRMED reason=notOffered confirmed=true.";
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application = new SpringApplication(TestApplication.class, TellingPages.class)
                .run(("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.accept=true"
                        + " --postern.tls.early-data.issue-max-bytes=16384 " + TestApplication.bundleArguments())
                        .split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"annotated", "functional", "filter", "context"})
    void isThereForEveryKindOfHandler(String kind) throws Exception {
        String request = "GET /told/" + kind + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(early(request)).contains(EARLY);
        assertThat(late(request)).contains(LATE);
    }

    @Test
    void isThereForAWebSocketHandler() throws Exception {
        String request = """
                GET /told/socket HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                \r
                """;
        assertThat(early(request)).startsWith("HTTP/1.1 101 ").contains(EARLY);
        assertThat(late(request)).startsWith("HTTP/1.1 101 ").contains(LATE);
    }

    private static String early(String request) throws IOException {
        ClientSession ticket;
        try (EngineSocket client = open(TlsClientConfig.to("localhost"))) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            ticket = client.sessions.getFirst();
        }
        try (EngineSocket client = open(TlsClientConfig.to("localhost").sessions(List.of(ticket)).earlyData(true))) {
            client.start(request);
            client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
            return client.untilText("confirmed=true.");
        }
    }

    private static String late(String request) throws IOException {
        try (EngineSocket client = open(TlsClientConfig.to("localhost"))) {
            client.handshake().send(request);
            return client.untilText("confirmed=true.");
        }
    }

    private static EngineSocket open(TlsClientConfig.Builder config) throws IOException {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        return new EngineSocket(application.getBean(EngineEnvironment.class), port,
                config.applicationProtocols("http/1.1").build());
    }
}
