package dev.postern.gateway.scenario;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.gateway.replay.SlowLink;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// A shared store behind a slow link, gateways whose clocks run apart, and a gateway of another zone.
@Timeout(300)
class TroubledReplayStoreTest {
    private static final String PATIENT = "--postern.replay.budget=20s";
    @TempDir
    Path folder;
    private RedisServer redis;
    private EarlyFleet fleet;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
        fleet = new EarlyFleet(folder, "one", "other");
    }

    @AfterEach
    void stop() throws IOException {
        fleet.close();
        redis.close();
    }

    private String url() {
        return "--postern.replay.url=" + redis.url();
    }

    @Test
    void aStoreThatAnswersAfterItsBudgetIsRefusedAndItsRecordStays() throws Exception {
        try (SlowLink link = new SlowLink(redis.port());
                OperatedGateway patient = fleet.node("one", "--postern.replay.url=" + link.url(), PATIENT,
                        "--postern.replay.window=60s");
                OperatedGateway hasty = fleet.node("other", "--postern.replay.url=" + link.url(),
                        "--postern.replay.budget=3s", "--postern.replay.window=60s")) {
            redis.rememberForAnHour("default");
            assertThat(fleet.accepted(fleet.flight(patient, "/first"), hasty)).startsWith("GET /first ");
            byte[] flight = fleet.flight(patient, "/late");
            byte[] unused = fleet.flight(patient, "/in-time");
            link.delayAnswers(8_000);
            EarlyFleet.refused(flight, hasty, "replayStoreTimeout");
            hasty.awaitMeter("postern_tls_replay_store_seconds_count{result=\"timeout\"} 1");
            link.delayAnswers(0);
            // The question arrived, only its answer was late: the flight is used up.
            EarlyFleet.refused(flight, patient, "replay");
            assertThat(fleet.accepted(unused, patient)).startsWith("GET /in-time ");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.5")
    void replicasWhoseClocksRunApartAcceptAFlightOnce() throws Exception {
        Duration behind = Duration.ofSeconds(3);
        try (OperatedGateway right = fleet.node("one", url(), PATIENT, "--postern.replay.window=2s");
                OperatedGateway late = fleet.node("other", Clock.offset(Clock.systemUTC(), behind.negated()), url(),
                        PATIENT, "--postern.replay.window=2s")) {
            redis.rememberForAnHour("default");
            byte[] flight = fleet.flight(right, "/apart");
            assertThat(fleet.accepted(flight, right)).startsWith("GET /apart ");
            Instant captured = Instant.now();
            // Its own clock finds the flight fresh now, for the first time, and the others would have forgotten it soon.
            Await.until("time stands still", () -> Instant.now().isAfter(captured.plus(behind)));
            EarlyFleet.refused(flight, late, "ticketAgeSkew");
            assertThat(fleet.accepted(fleet.flight(fleet.ticket(right), "/again"), right)).startsWith("GET /again ");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    @EarlyDataRule("1.13")
    void anotherZoneResumesButTakesNoEarlyData() throws Exception {
        try (OperatedGateway east = fleet.node("one", url(), PATIENT, "--postern.replay.zone=east");
                OperatedGateway west = fleet.node("other", url(), PATIENT, "--postern.replay.zone=west")) {
            redis.rememberForAnHour("east");
            redis.rememberForAnHour("west");
            ClientSession ticket = fleet.ticket(east);
            byte[] flight = fleet.flight(east, "/zone");
            EarlyFleet.refused(flight, west, "zone");
            try (EngineSocket client = fleet.early(ticket, west.port())) {
                client.start(EarlyFleet.request("/zone"));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
            }
            assertThat(fleet.accepted(flight, east)).as("its own zone accepts it").startsWith("GET /zone ");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    /// A new URL is rolled out: one replica has it, the other does not yet, and both stores have long been there.
    @Test
    @EarlyDataRule("2.5")
    void anotherStoreIsAnotherZoneThoughItsNameStays() throws Exception {
        try (RedisServer next = new RedisServer(Files.createDirectory(folder.resolve("next")));
                OperatedGateway one = fleet.node("one", url(), PATIENT);
                OperatedGateway other = fleet.node("other", "--postern.replay.url=" + next.url(), PATIENT)) {
            redis.rememberForAnHour("default");
            next.rememberForAnHour("default");
            byte[] flight = fleet.flight(one, "/moved");
            assertThat(fleet.accepted(flight, one)).startsWith("GET /moved ");
            EarlyFleet.refused(flight, other, "zone");
            assertThat(fleet.accepted(fleet.flight(fleet.ticket(other), "/new"), other)).startsWith("GET /new ");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }

    @Test
    void withoutASharedStoreEachProcessIsAZoneOfItsOwn() throws Exception {
        try (OperatedGateway one = fleet.node("one", PATIENT); OperatedGateway other = fleet.node("other", PATIENT)) {
            byte[] flight = fleet.flight(one, "/own");
            EarlyFleet.refused(flight, other, "zone");
            assertThat(fleet.accepted(flight, one)).startsWith("GET /own ");
            assertThat(fleet.upstream.heads).isEmpty();
        }
    }
}
