package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.gateway.replay.SlowLink;
import dev.postern.gateway.replicas.ReplicaFleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL and one Redis, as an operator runs replicas, and somebody who captured a client's first
/// flight: whatever happens to gateways, keys, clocks and Redis, its request is dispatched once, and each refusal says why.
///
/// Nothing is forged: a memory that is to be old has grown old. Tests whose order costs time say their place; each waits for what it needs.
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedReplayStoreIT {
    private static final Logger LOG = LoggerFactory.getLogger(SharedReplayStoreIT.class);
    /// Why a store that was started just now is not trusted.
    private static final String[] YOUNG = {"warmUp", "replayStoreUnavailable"};
    private static final int PAIRS = 1000;
    private static final int DURING_THE_FIRST_WARM_UP = 1;
    private static final int WHEN_NOBODY_NEEDS_THE_OLD_MEMORY = Integer.MAX_VALUE;
    /// Long enough for a process to start within it.
    private static final Duration WIDE = Duration.ofSeconds(60);
    private static final Duration NARROW = Duration.ofSeconds(5);
    private static final Duration MEMORY_GROWS_OLD = WIDE.multipliedBy(3);
    /// A busy machine must not decide, and a store that stands still must be noticed.
    private static final String BUDGET = "--postern.replay.budget=8s";

    @TempDir
    static Path folder;
    private static PostgresServer postgres;
    private static String database;
    private static RedisServer redis;
    private static GatewayProcess first;
    private static GatewayProcess second;
    private static EarlyFleet wide;
    private static EarlyFleet narrow;
    private static OperatedGateway one;
    private static OperatedGateway other;

    @BeforeAll
    static void start() throws Exception {
        postgres = new PostgresServer();
        database = postgres.newDatabase();
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis")), "--appendonly", "yes", "--appendfsync",
                "always");
        first = process(Map.of(), "one", redis.url(), BUDGET);
        one = first.operated();
        wide = new EarlyFleet(one, "early.localhost", earlyData(WIDE));
        narrow = new EarlyFleet(one, "narrow.localhost", earlyData(NARROW));
        second = process(Map.of(), "other", redis.url(), BUDGET);
        other = second.operated();
        one.awaitOpenGate();
        other.awaitOpenGate();
    }

    private static Map<String, ?> earlyData(Duration window) {
        return Map.of("issueMaxBytes", 16_384, "accept", true, "freshnessWindow", window.toString());
    }

    private static GatewayProcess process(Map<String, String> environment, String name, String redisUrl, String... more)
            throws Exception {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of("--spring.datasource.url=" + database, ReplicaFleet.KEY,
                "--postern.replay.url=" + redisUrl, "--postern.replay.window=" + WIDE.toSeconds() + "s"));
        return new GatewayProcess(environment, folder.resolve(name), folder.resolve(name + ".log"), 0,
                settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        second.close();
        first.close();
        narrow.close();
        wide.close();
        redis.close();
        postgres.close();
    }

    @AfterEach
    void nothingElseReachedTheUpstream() throws Exception {
        for (EarlyFleet fleet : List.of(wide, narrow)) {
            fleet.ask("/marker", one);
            fleet.ask("/marker", other);
            assertThat(fleet.upstream.nextHead()).startsWith("GET /marker ");
            assertThat(fleet.upstream.nextHead()).startsWith("GET /marker ");
            assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
        }
    }

    /// Until an early request comes through.
    ///
    /// @return what became of each, the last one accepted
    private static List<String> untilAccepted(EarlyFleet fleet, OperatedGateway gateway, Duration patience)
            throws Exception {
        List<String> outcomes = new ArrayList<>();
        long endNanos = System.nanoTime() + patience.toNanos();
        while (!outcomes.contains("accepted")) {
            assertThat(System.nanoTime()).as("nothing was accepted within %s: %s", patience, outcomes)
                    .isLessThan(endNanos);
            outcomes.add(fleet.outcome("/try/" + outcomes.size(), gateway));
            Thread.sleep(100);
        }
        return outcomes;
    }

    private static void awaitOldMemory() throws Exception {
        untilAccepted(wide, one, MEMORY_GROWS_OLD);
        untilAccepted(wide, other, MEMORY_GROWS_OLD);
    }

    private static void refusedByBoth(byte[] flight, String... reasons) throws Exception {
        EarlyFleet.refused(flight, one, reasons);
        EarlyFleet.refused(flight, other, reasons);
    }

    @Test
    void acceptsAFlightOnOneNodeOnce() throws Exception {
        awaitOldMemory();
        byte[] flight = wide.flight(wide.ticket(one), "/once");
        assertThat(wide.accepted(flight, one)).startsWith("GET /once ");
        refusedByBoth(flight, "replay");
    }

    @Test
    void acceptsAFlightOnTheNodeThatDidNotIssueItsTicket() throws Exception {
        awaitOldMemory();
        byte[] flight = wide.flight(wide.ticket(one), "/elsewhere");
        assertThat(wide.accepted(flight, other)).startsWith("GET /elsewhere ");
        refusedByBoth(flight, "replay");
    }

    @Test
    void acceptsExactlyOneOfEachPairThatReachesBothProcessesAtTheSameInstant() throws Exception {
        awaitOldMemory();
        long acceptedBefore = both("accepted");
        long replayBefore = both("replay");
        long byOtherBefore = EarlyFleet.count(other, "accepted");
        for (int pair = 0; pair < PAIRS; pair++) {
            wide.race("/pair/" + pair, one, other);
        }
        Await.until("not every connection ended", () -> both("accepted") + both("replay") == acceptedBefore
                + replayBefore + 2 * PAIRS);
        assertThat(both("accepted") - acceptedBefore).isEqualTo(PAIRS);
        assertThat(both("replay") - replayBefore).isEqualTo(PAIRS);
        long byOther = EarlyFleet.count(other, "accepted") - byOtherBefore;
        LOG.info("Of {} pairs the other process was faster in {}", PAIRS, byOther);
        assertThat(byOther).as("they did race").isBetween(1L, PAIRS - 1L);
    }

    private static long both(String reason) {
        return EarlyFleet.count(one, reason) + EarlyFleet.count(other, reason);
    }

    @Test
    void aProcessThatWasKilledAndStartedAgainOpensNothingAndCostsNoEarlyData() throws Exception {
        awaitOldMemory();
        long capturedNanos = System.nanoTime();
        byte[] flight = wide.flight(wide.ticket(other), "/before-restart");
        byte[] unused = wide.flight(wide.ticket(other), "/after-restart");
        assertThat(wide.accepted(flight, other)).startsWith("GET /before-restart ");
        second.kill();
        second = process(Map.of(), "other", redis.url(), BUDGET);
        other = second.operated();
        other.awaitOpenGate();
        EarlyFleet.refused(flight, other, "replay", "ticketAgeSkew");
        EarlyFleet.refused(flight, one, "replay", "ticketAgeSkew");
        boolean startedInTime = System.nanoTime() - capturedNanos < WIDE.toNanos();
        // A machine on which a start takes longer than the widest window has stale flights, and no other.
        if (startedInTime) {
            assertThat(EarlyFleet.count(other, "replay")).isEqualTo(1);
        }
        byte[] fresh = startedInTime ? unused : wide.flight(wide.ticket(one), "/after-restart");
        assertThat(wide.accepted(fresh, other)).as("the memory is not in the node").startsWith("GET /after-restart ");
        refusedByBoth(fresh, "replay");
    }

    @Test
    @Order(DURING_THE_FIRST_WARM_UP)
    void aProcessWithAMemoryOfItsOwnTakesNoTicketOfBeforeItWasKilledAndNewOnesAtOnce() throws Exception {
        Path data = folder.resolve("alone");
        // However long a start takes, the flight is fresh.
        Duration window = Duration.ofMinutes(10);
        String[] settings = {BUDGET, "--postern.replay.window=" + window.toMinutes() + "m"};
        try (GatewayProcess alone = new GatewayProcess(data, folder.resolve("alone.log"), 0, settings);
                EarlyFleet fleet = new EarlyFleet(alone.operated(), "early.localhost", earlyData(window))) {
            byte[] flight = fleet.flight(fleet.ticket(alone.operated()), "/before-restart");
            byte[] unused = fleet.flight(fleet.ticket(alone.operated()), "/unused");
            assertThat(fleet.accepted(flight, alone.operated())).startsWith("GET /before-restart ");
            EarlyFleet.refused(flight, alone.operated(), "replay");
            alone.kill();
            try (GatewayProcess again = new GatewayProcess(data, folder.resolve("again.log"), 0, settings)) {
                again.operated().awaitOpenGate();
                EarlyFleet.refused(flight, again.operated(), "zone");
                EarlyFleet.refused(unused, again.operated(), "zone");
                byte[] fresh = fleet.flight(fleet.ticket(again.operated()), "/after-restart");
                assertThat(fleet.accepted(fresh, again.operated())).startsWith("GET /after-restart ");
                EarlyFleet.refused(fresh, again.operated(), "replay");
                fleet.ask("/marker", again.operated());
                assertThat(fleet.upstream.nextHead()).startsWith("GET /marker ");
                assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
            }
        }
    }

    @Test
    void aRotationOfTheSharedTicketKeysOpensNothingOnEither() throws Exception {
        awaitOldMemory();
        byte[] flight = wide.flight(wide.ticket(one), "/before-rotation");
        byte[] unused = wide.flight(wide.ticket(one), "/after-rotation");
        assertThat(wide.accepted(flight, one)).startsWith("GET /before-rotation ");
        String sealed = first.ticketKeys().getFirst();
        one.rotateTicketKeys();
        Await.until("the other does not seal with the next key", () -> !second.ticketKeys().getFirst().equals(sealed)
                && second.ticketKeys().equals(first.ticketKeys()));
        refusedByBoth(flight, "replay");
        assertThat(wide.accepted(unused, other)).startsWith("GET /after-rotation ");
        byte[] next = wide.flight(wide.ticket(one), "/next-key");
        assertThat(wide.accepted(next, other)).startsWith("GET /next-key ");
        refusedByBoth(next, "replay");
    }

    @Test
    void aRedisThatStandsStillIsATimeoutAndItsRecordStays() throws Exception {
        awaitOldMemory();
        byte[] flight = wide.flight(wide.ticket(one), "/late");
        byte[] unused = wide.flight(wide.ticket(one), "/in-time");
        redis.standStill();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> refused = new ArrayList<>();
            for (OperatedGateway gateway : List.of(one, other)) {
                refused.add(clients.submit(() -> {
                    EarlyFleet.refused(flight, gateway, "replayStoreTimeout");
                    return null;
                }));
            }
            for (Future<?> each : refused) {
                each.get();
            }
        } finally {
            redis.goOn();
        }
        awaitOldMemory();
        // The question arrived, only its answer was late: the flight is used up.
        refusedByBoth(flight, "replay");
        assertThat(wide.accepted(unused, other)).startsWith("GET /in-time ");
    }

    @Test
    void withTheDefaultBudgetEarlyDataIsAcceptedAndFiftyMillisecondsAreATimeout() throws Exception {
        awaitOldMemory();
        try (SlowLink link = new SlowLink(redis.port());
                GatewayProcess hasty = process(Map.of(), "hasty", link.url())) {
            OperatedGateway gateway = hasty.operated();
            gateway.awaitOpenGate();
            List<String> outcomes = untilAccepted(wide, gateway, Duration.ofMinutes(2));
            LOG.info("With the default budget the early request number {} was accepted", outcomes.size());
            assertThat(outcomes).isSubsetOf("accepted", "replayStoreTimeout");
            link.delayAnswers(50);
            for (int i = 0; i < 5; i++) {
                byte[] flight = wide.flight(wide.ticket(gateway), "/slow/" + i);
                EarlyFleet.refused(flight, gateway, "replayStoreTimeout");
            }
            link.delayAnswers(0);
            outcomes = untilAccepted(wide, gateway, Duration.ofMinutes(2));
            LOG.info("Without a delay, number {}", outcomes.size());
        }
    }

    @Test
    void aProcessWhoseClockIsBehindDispatchesNothingASecondTime() throws Exception {
        awaitOldMemory();
        Duration behind = NARROW.plusSeconds(8);
        try (GatewayProcess third = process(ClockApart.by(behind.negated(), folder), "late", redis.url(), BUDGET)) {
            OperatedGateway late = third.operated();
            late.awaitOpenGate();
            // What it says of a hello lies so far back.
            untilAccepted(wide, late, MEMORY_GROWS_OLD);
            byte[] flight = wide.flight(wide.ticket(one), "/apart");
            assertThat(wide.accepted(flight, late)).as("a wide window bears it").startsWith("GET /apart ");
            refusedByBoth(flight, "replay");
            flight = wide.flight(wide.ticket(late), "/back");
            assertThat(wide.accepted(flight, one)).startsWith("GET /back ");
            EarlyFleet.refused(flight, late, "replay");

            untilAccepted(narrow, one, MEMORY_GROWS_OLD);
            byte[] captured = narrow.flight(narrow.ticket(one), "/again");
            long capturedNanos = System.nanoTime();
            narrow.accepted(captured, one);
            EarlyFleet.refused(captured, late, "ticketAgeSkew");
            Await.until("time stands still", () -> System.nanoTime() - capturedNanos > behind.toNanos());
            // Its own clock finds the flight fresh now, for the first time, and the others find it fresh no longer.
            EarlyFleet.refused(captured, late, "ticketAgeSkew");
            refusedByBoth(captured, "ticketAgeSkew");
        }
    }

    @Test
    @Order(WHEN_NOBODY_NEEDS_THE_OLD_MEMORY)
    void withoutRedisNothingIsAcceptedAndNeitherUntilAWholeWindowAfterItCameBackWithItsRecords() throws Exception {
        awaitOldMemory();
        byte[] flight = wide.flight(wide.ticket(one), "/before-the-end");
        assertThat(wide.accepted(flight, one)).startsWith("GET /before-the-end ");
        String held = redis.say("DBSIZE");
        redis.kill();
        refusedByBoth(flight, "replayStoreUnavailable");
        assertThat(wide.outcome("/without", one)).isEqualTo("replayStoreUnavailable");
        assertThat(wide.outcome("/without", other)).isEqualTo("replayStoreUnavailable");
        long startNanos = System.nanoTime();
        redis.start();
        assertThat(Integer.parseInt(redis.say("DBSIZE").substring(1))).as("it has its records")
                .isGreaterThan(16).isLessThanOrEqualTo(Integer.parseInt(held.substring(1)));
        requireAWholeWindow(flight, startNanos);
    }

    @Test
    @Order(WHEN_NOBODY_NEEDS_THE_OLD_MEMORY)
    void aRedisThatComesBackEmptyIsRefusedForAWholeWindowAndThenTrustedAgain() throws Exception {
        untilAccepted(narrow, one, MEMORY_GROWS_OLD);
        byte[] flight = wide.flight(wide.ticket(one), "/forgotten");
        redis.kill();
        long startNanos = System.nanoTime();
        redis.startEmpty();
        requireAWholeWindow(flight, startNanos);
    }

    /// @param flight     from before the store's memory began, for the host with the wide window
    /// @param startNanos when the store was started again
    private static void requireAWholeWindow(byte[] flight, long startNanos) throws Exception {
        for (OperatedGateway gateway : List.of(one, other)) {
            long endNanos = System.nanoTime() + MEMORY_GROWS_OLD.toNanos();
            while (wide.outcome("/back", gateway).equals("replayStoreUnavailable")) {
                assertThat(System.nanoTime()).as("the store is not asked again").isLessThan(endNanos);
            }
        }
        // Until both have met the new Redis, each may find for a moment that the other asks another one.
        refusedByBoth(flight, YOUNG);
        for (OperatedGateway gateway : List.of(one, other)) {
            List<String> outcomes = untilAccepted(narrow, gateway, NARROW.plusSeconds(30));
            Duration after = Duration.ofNanos(System.nanoTime() - startNanos);
            LOG.info("{} after Redis was started again early data is accepted: {}", after, outcomes);
            assertThat(outcomes.subList(0, outcomes.size() - 1)).as("before").isSubsetOf(YOUNG);
            assertThat(after).isGreaterThan(NARROW);
        }
        refusedByBoth(flight, "warmUp");
    }
}
