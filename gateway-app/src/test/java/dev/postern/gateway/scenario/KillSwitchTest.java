package dev.postern.gateway.scenario;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// One switch for all early data.
@Timeout(180)
@ExtendWith(SharedGateway.class)
class KillSwitchTest {
    private static final String PATH = "/api/v1/early-data/kill-switch";
    private static final String PATIENT = "--postern.replay.budget=20s";
    private static final Map<String, Object> ON = Map.of("issueMaxBytes", 16_384, "accept", true);
    @TempDir
    Path folder;

    private static WebTestClient.ResponseSpec put(WebTestClient admin, String body, String query, String... ifMatch) {
        WebTestClient.RequestBodySpec request = admin.put().uri(PATH + query).contentType(MediaType.APPLICATION_JSON);
        for (String tag : ifMatch) {
            request.header("If-Match", tag);
        }
        return request.bodyValue(body).exchange();
    }

    private static StatusAssertions putting(WebTestClient admin, String body, String query, String... ifMatch) {
        return put(admin, body, query, ifMatch).expectStatus();
    }

    private static String etag(WebTestClient admin) {
        return Objects.requireNonNull(admin.get().uri(PATH).exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.engaged").isEqualTo(false).returnResult().getResponseHeaders().getETag());
    }

    @Test
    void isWrittenLikeEveryOtherResource(TestGateway gateway) {
        WebTestClient admin = gateway.admin();
        String seen = etag(admin);
        putting(admin, "{\"engaged\":true}", "").isEqualTo(428);
        putting(admin, "{\"engaged\":true}", "", "\"12345678\"").isEqualTo(412);
        putting(admin, "{\"note\":\"why\"}", "", seen).isEqualTo(422);
        putting(admin, "{\"engaged\":true,\"note\":\"" + "x".repeat(501) + "\"}", "", seen).isEqualTo(422);
        for (String control : new String[]{"\\u0000", "\\u001b", "\\r", "\\u0085"}) {
            put(admin, "{\"engaged\":true,\"note\":\"a" + control + "b\"}", "", seen).expectStatus().isEqualTo(422)
                    .expectBody().jsonPath("$.errors[0].pointer").isEqualTo("/note").jsonPath("$.errors[0].code")
                    .isEqualTo("controlCharacter");
        }
        put(admin, "{\"engaged\":true,\"note\":\"a\\n\\tb\"}", "?dryRun=true", seen).expectStatus().isOk().expectBody()
                .jsonPath("$.note").isEqualTo("a\n\tb");
        put(admin, "{\"engaged\":true,\"note\":\"tried\"}", "?dryRun=true", seen).expectStatus().isOk().expectBody()
                .jsonPath("$.engaged").isEqualTo(true);
        assertThat(etag(admin)).as("the dry run changed nothing").isEqualTo(seen);
        put(admin, "{\"engaged\":true,\"note\":\" a replayed order \"}", "", seen).expectStatus().isOk().expectBody()
                .jsonPath("$.engaged").isEqualTo(true).jsonPath("$.note").isEqualTo("a replayed order")
                .jsonPath("$.enabledBySettings").isEqualTo(true);
        putting(admin, "{\"engaged\":false}", "", seen).isEqualTo(412);
        putting(admin, "{\"engaged\":false}", "", "*").isOk();
        admin.get().uri("/api/v1/audit?resource=early-data&limit=2").exchange().expectBody()
                .jsonPath("$.items[0].action").isEqualTo("release").jsonPath("$.items[1].action").isEqualTo("engage")
                .jsonPath("$.items[1].after.note").isEqualTo("a replayed order");
        gateway.stranger().get().uri(PATH).exchange().expectStatus().isUnauthorized();
    }

    @Test
    void refusesEarlyDataAtOnceAndStaysOverARestartUntilItIsReleased() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, ON, "one")) {
            try (OperatedGateway gateway = fleet.node("one", PATIENT)) {
                byte[] unused = fleet.flight(fleet.ticket(gateway), "/spared");
                gateway.killSwitch(true);
                EarlyFleet.refused(fleet.flight(gateway, "/killed"), gateway, "killSwitch");
                assertThat(gateway.json("/actuator/earlydata").path("gate").path("reason").asString(""))
                        .isEqualTo("killSwitch");
                gateway.awaitMeter("postern_early_data_shut{reason=\"killSwitch\"} 1.0");
                gateway.killSwitch(false);
                assertThat(fleet.accepted(unused, gateway)).startsWith("GET /spared ");
                gateway.killSwitch(true);
            }
            try (OperatedGateway again = fleet.node("one", PATIENT)) {
                EarlyFleet.refused(fleet.flight(fleet.ticket(again), "/later"), again, "killSwitch");
                again.killSwitch(false);
                assertThat(fleet.accepted(fleet.flight(again, "/released"), again)).startsWith("GET /released ");
            }
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    void leavesHandshakesAndResumptionsAlone() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, ON, "one");
                OperatedGateway gateway = fleet.node("one", PATIENT)) {
            gateway.killSwitch(true);
            try (EngineSocket client = fleet.early(fleet.ticket(gateway), gateway.port())) {
                client.start(EarlyFleet.request("/resumed"));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
                client.send(EarlyFleet.request("/resumed"));
                client.untilText(EarlyClients.ANSWER);
            }
            assertThat(fleet.upstream.nextHead()).startsWith("GET /resumed ").doesNotContainIgnoringCase("early-data");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    /// Early data was let in, and its request comes to its end only when the switch is engaged.
    @Test
    void aRequestWhoseEarlyDataWasLetInBeforeIsHeldUntilItIsConfirmed() throws Exception {
        try (EarlyFleet fleet = new EarlyFleet(folder, ON, "one");
                OperatedGateway gateway = fleet.node("one", PATIENT);
                EngineSocket client = fleet.early(fleet.ticket(gateway), gateway.port())) {
            String request = EarlyFleet.request("/late");
            client.start(request.substring(0, 10));
            gateway.awaitMeter("postern_tls_replay_store_seconds_count{result=\"first\"} 1");
            gateway.killSwitch(true);
            client.send(request.substring(10));
            gateway.awaitMeter("postern_early_data_held_total{reason=\"killSwitch\"} 1.0");
            assertThat(fleet.upstream.heads).isEmpty();
            client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
            assertThat(fleet.upstream.nextHead()).startsWith("GET /late ").doesNotContainIgnoringCase("early-data");
        }
    }

    @Test
    void aSettingShutsOneProcessAndARefreshOpensItAgain() throws Exception {
        Path file = folder.resolve("settings");
        Files.createDirectories(file);
        try (EarlyFleet fleet = new EarlyFleet(folder, ON, "one")) {
            Files.writeString(file.resolve("application.yaml"), "postern.early-data.enabled: false\n");
            try (OperatedGateway gateway = fleet.node("one", PATIENT,
                    "--spring.config.additional-location=file:" + file + "/")) {
                EarlyFleet.refused(fleet.flight(fleet.ticket(gateway), "/off"), gateway, "killSwitch");
                assertThat(gateway.json(PATH).path("enabledBySettings").asBoolean(true)).isFalse();
                Files.writeString(file.resolve("application.yaml"), "postern.early-data.enabled: true\n");
                gateway.refresh();
                assertThat(fleet.accepted(fleet.flight(gateway, "/on"), gateway)).startsWith("GET /on ");
                Files.writeString(file.resolve("application.yaml"), "postern.early-data.enabled: false\n");
                gateway.refresh();
                EarlyFleet.refused(fleet.flight(gateway, "/off"), gateway, "killSwitch");
            }
        }
    }
}
