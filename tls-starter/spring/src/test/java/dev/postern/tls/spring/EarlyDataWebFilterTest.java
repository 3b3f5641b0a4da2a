package dev.postern.tls.spring;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What comes early waits in the first filter, unless its handler says that it is safe (RFC 8470 3).
@Timeout(60)
class EarlyDataWebFilterTest {
    private static ConfigurableApplicationContext application;
    private static ConfigurableApplicationContext tooEarly;

    @BeforeAll
    static void start() {
        application = run("--postern.tls.early-data.default-action=hold");
        tooEarly = run("--postern.tls.early-data.default-action=too-early");
    }

    @AfterAll
    static void stop() {
        application.close();
        tooEarly.close();
    }

    @Test
    @EarlyDataRule({"2.8", "2.10"})
    void holdsAnEarlyRequestUntilFinishedAndNoOtherFilterSeesItBefore() throws Exception {
        ClientSession ticket = ticket(application);
        int before = filtered();
        try (EngineSocket client = open(application, ticket)) {
            client.start(get("/held"));
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(client.text()).isEmpty();
            assertThat(filtered()).isEqualTo(before);
            client.flush();

            assertThat(client.untilText("early=")).contains("early=true phase=CONFIRMED");
            assertThat(filtered()).isEqualTo(before + 1);
        }
    }

    @Test
    @EarlyDataRule("2.8")
    void letsASafeHandlerActBeforeFinished() throws Exception {
        ClientSession ticket = ticket(application);
        try (EngineSocket client = open(application, ticket)) {
            client.start(get("/safe"));

            assertThat(client.untilText("early=")).contains("early=true phase=EARLY");
        }
    }

    @Test
    void letsASafeFunctionalRouteActBeforeFinishedAndHoldsItsNeighbour() throws Exception {
        ClientSession ticket = ticket(application);
        try (EngineSocket client = open(application, ticket)) {
            client.start(get("/functional/safe") + get("/functional/held"));

            assertThat(client.untilText("safe")).doesNotContain("held");
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.flush();
            assertThat(client.untilText("held")).contains("held CONFIRMED");
        }
    }

    @Test
    @EarlyDataRule("2.8")
    void asksForTheHandlerInTheOrderOfSpringsDispatcher() throws Exception {
        ClientSession ticket = ticket(application);
        try (EngineSocket client = open(application, ticket)) {
            client.start(get("/shadowing"));
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.flush();

            assertThat(client.untilText("early=")).contains("unsafe, early=true phase=CONFIRMED");
        }
    }

    @Test
    void holdsARequestThatNoHandlerTakes() throws Exception {
        ClientSession ticket = ticket(application);
        try (EngineSocket client = open(application, ticket)) {
            client.start(get("/nobody"));
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            assertThat(client.text()).isEmpty();
            client.flush();

            assertThat(client.untilText("HTTP/1.1")).contains("404");
        }
    }

    @Test
    void anEarlyBodyThatEndsAfterFinishedArrivesWhole() throws Exception {
        ClientSession ticket = ticket(application);
        try (EngineSocket client = open(application, ticket)) {
            client.start(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello");
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.flush();
            client.send(" world");

            assertThat(client.untilText("world")).contains("early=true phase=CONFIRMED hello world");
        }
    }

    @Test
    void answersWithTooEarlyWhereThatIsConfigured() throws Exception {
        ClientSession ticket = ticket(tooEarly);
        try (EngineSocket client = open(tooEarly, ticket)) {
            client.start(get("/held"));

            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 425 ")
                    .containsIgnoringCase("\r\ncache-control: no-store\r\n");
        }
    }

    @Test
    void aRequestThatAnIntermediaryMarkedEarlyIsAnsweredOnlyByASafeHandler() throws Exception {
        try (EngineSocket client = open(application, null)) {
            client.handshake().send("GET /held HTTP/1.1\r\nHost: localhost\r\nEarly-Data: 1\r\n\r\n");
            assertThat(client.untilText("HTTP/1.1")).contains("425");
        }
        try (EngineSocket client = open(application, null)) {
            client.handshake().send("GET /safe HTTP/1.1\r\nHost: localhost\r\nEarly-Data: 1\r\n\r\n");
            assertThat(client.untilText("early=")).contains("early=false phase=CONFIRMED");
        }
    }

    private static int filtered() {
        return application.getBean(TestApplication.class).filtered.get();
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static ConfigurableApplicationContext run(String argument) {
        return SpringApplication.run(TestApplication.class, ("--server.port=0 --postern.tls.bundle=web " + argument
                + " --postern.tls.early-data.issue-max-bytes=16384 --postern.tls.early-data.accept=true "
                + TestApplication.bundleArguments()).split(" "));
    }

    private static EngineSocket open(ConfigurableApplicationContext context,
            @org.jspecify.annotations.Nullable ClientSession ticket) throws IOException {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        TlsClientConfig.Builder config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
        if (ticket != null) {
            config.sessions(List.of(ticket)).earlyData(true);
        }
        return new EngineSocket(context.getBean(EngineEnvironment.class), port, config.build());
    }

    private static ClientSession ticket(ConfigurableApplicationContext context) throws IOException {
        try (EngineSocket client = open(context, null)) {
            client.handshake().send(get("/safe"));
            client.untilText("early=");
            client.until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        }
    }
}
