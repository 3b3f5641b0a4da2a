package dev.postern.gateway.scenario;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A Redis that comes back without its memory refuses for a window, and the window is the host's, whatever else may be set anywhere. It can,
/// for no flight is ever judged under two windows.
@Timeout(300)
class EmptiedReplayStoreTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private final MovableClock clock = new MovableClock();
    @TempDir
    Path folder;
    private RedisServer redis;
    private EarlyFleet fleet;

    @BeforeEach
    void start() throws IOException {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
        fleet = new EarlyFleet(folder, "one", "other");
        redis.rememberForAnHour("default");
    }

    @AfterEach
    void stop() throws IOException {
        fleet.close();
        redis.close();
    }

    private OperatedGateway node(String name, String window) {
        return fleet.node(name, clock, "--postern.replay.url=" + redis.url(), "--postern.replay.budget=20s",
                "--postern.replay.window=" + window);
    }

    /// Stops Redis and starts it again, and waits until the gateway has found it.
    private void emptied(OperatedGateway gateway) throws Exception {
        redis.kill();
        redis.start();
        Await.until("the store is not found again", () -> store(gateway).equals("WARMING_UP"));
    }

    private static String store(OperatedGateway gateway) {
        return gateway.json("/actuator/earlydata").path("store").path("status").asString("");
    }

    @Test
    @EarlyDataRule("2.4")
    void refusesForTheWindowOfTheHostThoughItsProcessHasAWiderOne() throws Exception {
        try (OperatedGateway gateway = node("one", "60s")) {
            gateway.patchHost(Map.of("earlyData", Map.of("freshnessWindow", WINDOW.toString())));
            byte[] captured = fleet.flight(fleet.ticket(gateway), "/captured");
            assertThat(fleet.accepted(captured, gateway)).startsWith("GET /captured ");
            Instant before = Instant.now();
            emptied(gateway);
            Instant after = Instant.now();
            EarlyFleet.refused(captured, gateway, "warmUp");
            EarlyFleet.refused(fleet.flight(fleet.ticket(gateway), "/at-once"), gateway, "warmUp");
            assertThat(gateway.json("/actuator/earlydata").path("store").path("sentence").asString(""))
                    .contains("its own freshnessWindow", "PT1M");

            Await.until("time stands still", () -> Instant.now().isAfter(after.plus(WINDOW)));
            assertThat(fleet.accepted(fleet.flight(fleet.ticket(gateway), "/again"), gateway))
                    .startsWith("GET /again ");
            assertThat(Duration.between(before, Instant.now())).as("this showed something").isLessThan(
                    Duration.ofMinutes(1));
            EarlyFleet.refused(captured, gateway, "ticketAgeSkew");
            assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
        }
    }

    /// The attacker waits: he has a flight that was accepted at the early edge of a wide window, the store forgets it, and it is fresh under a
    /// narrow window only later, when that window reaches back to the loss no more.
    @Test
    @Attack(39)
    @EarlyDataRule("2.4")
    void aFlightThatWasAcceptedUnderAWiderWindowIsNotJudgedUnderTheNarrowerOne() throws Exception {
        Duration ahead = WINDOW.plusSeconds(10);
        clock.pass(ahead);
        try (OperatedGateway gateway = node("one", "60s")) {
            byte[] captured = fleet.flight(fleet.ticket(gateway), "/captured");
            Instant sent = clock.instant();
            assertThat(fleet.accepted(captured, gateway)).startsWith("GET /captured ");
            emptied(gateway);
            Instant lost = Instant.now();
            gateway.patchHost(Map.of("earlyData", Map.of("freshnessWindow", WINDOW.toString())));
            assertThat(sent).as("the window does not reach back to the loss").isAfter(lost.plus(WINDOW));
            Await.until("time stands still", () -> Instant.now().isAfter(sent.minus(WINDOW).plusSeconds(1)));
            EarlyFleet.refused(captured, gateway, "policyDigest");
            assertThat(Instant.now()).as("it was fresh under that window").isBefore(sent.plus(WINDOW));

            clock.pass(ahead.negated());
            redis.rememberForAnHour("default");
            assertThat(fleet.accepted(fleet.flight(fleet.ticket(gateway), "/new"), gateway)).startsWith("GET /new ");
            assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
        }
    }

    @Test
    void replicasWithDifferentWindowsTakeEarlyDataOfTheirOwnTicketsAlone() throws Exception {
        try (OperatedGateway wide = node("one", "60s"); OperatedGateway narrow = node("other", "10s")) {
            byte[] ofWide = fleet.flight(fleet.ticket(wide), "/wide");
            byte[] ofNarrow = fleet.flight(fleet.ticket(narrow), "/narrow");
            EarlyFleet.refused(ofWide, narrow, "policyDigest");
            EarlyFleet.refused(ofNarrow, wide, "policyDigest");
            assertThat(fleet.accepted(ofNarrow, narrow)).startsWith("GET /narrow ");
            assertThat(fleet.accepted(ofWide, wide)).startsWith("GET /wide ");
        }
        try (OperatedGateway one = node("one", "60s"); OperatedGateway other = node("other", "30s")) {
            one.patchHost(Map.of("earlyData", Map.of("freshnessWindow", WINDOW.toString())));
            other.patchHost(Map.of("earlyData", Map.of("freshnessWindow", WINDOW.toString())));
            assertThat(fleet.accepted(fleet.flight(fleet.ticket(one), "/same"), other))
                    .as("what counts is the window of the host").startsWith("GET /same ");
        }
    }
}
