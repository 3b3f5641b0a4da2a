package dev.postern.gateway.scenario;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What becomes of a request in early data is the route's to say.
@Timeout(120)
class EarlyRequestTest {
    private static final String COUNT = "postern_tls_early_data_requests_total";

    @TempDir
    Path folder;
    private EarlyClients clients;

    @BeforeEach
    void start() throws Exception {
        clients = new EarlyClients(folder);
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
    }

    @Test
    @Attack(38)
    @EarlyDataRule({"2.8", "2.10"})
    void aGetOnAHoldRouteReachesItsUpstreamOnlyAfterFinished() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/hold/parked"));
            byte[] finished = EarlyClients.keepFinishedBack(client);

            assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
            assertThat(clients.upstream.heads).as("the request that came before it is still held").isEmpty();
            assertThat(client.text()).isEmpty();

            client.raw(finished);
            assertThat(clients.upstream.nextHead()).startsWith("GET /hold/parked ")
                    .doesNotContainIgnoringCase("early-data");
            client.untilText(EarlyClients.ANSWER);
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"held\",end=\"confirmed\"} 1.0");
    }

    @Test
    @EarlyDataRule({"3.1", "3.6"})
    void aPostOnAnAllowRouteReachesItsUpstreamBeforeFinishedAndSaysThatItIsEarly() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start("POST /allow/order HTTP/1.1\r\nHost: " + EarlyClients.HOST
                    + "\r\nContent-Length: 5\r\n\r\nhello");
            byte[] finished = EarlyClients.keepFinishedBack(client);

            assertThat(clients.upstream.nextHead()).startsWith("POST /allow/order ")
                    .containsIgnoringCase("\r\nearly-data: 1\r\n");
            client.untilText(EarlyClients.ANSWER);
            client.raw(finished);
            client.send(EarlyClients.get("/allow/later"));
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/later ")
                    .doesNotContainIgnoringCase("early-data");
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"allowed\",end=\"confirmed\"} 1.0");
        clients.gateway.awaitMeter("postern_tls_early_data_dispatched_before_finished_total 1.0");
    }

    @Test
    @EarlyDataRule("2.8")
    void aRouteThatActsEarlyOnSafeRequestsWithoutQueryHoldsTheOthers() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/safe/page"));
            byte[] finished = EarlyClients.keepFinishedBack(client);
            assertThat(clients.upstream.nextHead()).startsWith("GET /safe/page ")
                    .containsIgnoringCase("\r\nearly-data: 1\r\n");
            client.raw(finished);
            client.untilText(EarlyClients.ANSWER);
        }
        for (String start : List.of("GET /safe/page?x=1", "POST /safe/page")) {
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start(start + " HTTP/1.1\r\nHost: " + EarlyClients.HOST + "\r\nContent-Length: 0\r\n\r\n");
                byte[] finished = EarlyClients.keepFinishedBack(client);
                assertThat(clients.nextHeadAfterMarker()).startsWith("GET /hold/marker ");
                assertThat(clients.upstream.heads).as("held: " + start).isEmpty();
                client.raw(finished);
                assertThat(clients.upstream.nextHead()).startsWith(start + " ")
                        .doesNotContainIgnoringCase("early-data");
            }
        }
    }

    @Test
    @EarlyDataRule("3.3")
    void aTooEarlyRouteAnswers425AndServesTheSameRequestAfterTheHandshake() throws Exception {
        try (EngineSocket client = clients.connect(clients.ticket())) {
            client.start(EarlyClients.get("/tooEarly/page"));
            byte[] finished = EarlyClients.keepFinishedBack(client);

            assertThat(client.untilText("\r\n\r\n")).startsWith("HTTP/1.1 425 ");
            assertThat(clients.upstream.heads).isEmpty();

            client.raw(finished);
            client.send(EarlyClients.get("/tooEarly/page"));
            assertThat(client.untilText(EarlyClients.ANSWER)).contains("HTTP/1.1 200 ");
            assertThat(clients.upstream.nextHead()).startsWith("GET /tooEarly/page ");
            assertThat(clients.upstream.heads).as("it came through once").isEmpty();
        }
        clients.gateway.awaitMeter(COUNT + "{action=\"too_early\",end=\"confirmed\"} 1.0");
    }
}
