package dev.postern.gateway.scenario;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Two gateways of one zone, a real Redis, and somebody who captured a client's first flight: whatever happens to gateways and Redis, its
/// request is dispatched once.
@Timeout(600)
class SharedReplayStoreTest {
    private static final int PAIRS = 1000;
    @TempDir
    static Path folder;
    private static RedisServer redis;
    private static EarlyFleet fleet;
    private static OperatedGateway one;
    private static OperatedGateway other;

    @BeforeAll
    static void start() throws IOException {
        redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
        fleet = new EarlyFleet(folder, "one", "other");
        one = node("one");
        other = node("other");
    }

    private static OperatedGateway node(String name) {
        // A busy machine must not decide what these tests are about.
        return fleet.node(name, "--postern.replay.url=" + redis.url(), "--postern.replay.budget=20s",
                "--postern.replay.window=60s");
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        other.close();
        fleet.close();
        redis.close();
    }

    @BeforeEach
    void theStoreIsOld() {
        redis.rememberForAnHour("default");
    }

    @AfterEach
    void nothingElseReachedTheUpstream() throws Exception {
        redis.rememberForAnHour("default");
        assertThat(fleet.accepted(fleet.flight(fleet.ticket(one), "/marker"), other)).startsWith("GET /marker ");
        assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
    }

    @Test
    void acceptsAFlightOnOneNodeOnce() throws Exception {
        byte[] flight = fleet.flight(one, "/once");
        assertThat(fleet.accepted(flight, one)).startsWith("GET /once ");
        EarlyFleet.refused(flight, one, "replay");
        EarlyFleet.refused(flight, other, "replay");
    }

    @Test
    void acceptsAFlightOnTheNodeThatDidNotIssueItsTicket() throws Exception {
        byte[] flight = fleet.flight(fleet.ticket(one), "/elsewhere");
        assertThat(fleet.accepted(flight, other)).startsWith("GET /elsewhere ");
        EarlyFleet.refused(flight, one, "replay");
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.5")
    void acceptsExactlyOneOfEachPairThatReachesBothNodesAtTheSameInstant() throws Exception {
        long acceptedBefore = both("accepted");
        long replayBefore = both("replay");
        long byOtherBefore = EarlyFleet.count(other, "accepted");
        for (int pair = 0; pair < PAIRS; pair++) {
            fleet.race("/pair/" + pair, one, other);
        }
        Await.until("not every connection ended", () -> both("accepted") + both("replay") == acceptedBefore
                + replayBefore + 2 * PAIRS);
        assertThat(both("accepted") - acceptedBefore).isEqualTo(PAIRS);
        assertThat(both("replay") - replayBefore).isEqualTo(PAIRS);
        assertThat(EarlyFleet.count(other, "accepted") - byOtherBefore).as("they did race").isBetween(1L, PAIRS - 1L);
    }

    private static long both(String reason) {
        return EarlyFleet.count(one, reason) + EarlyFleet.count(other, reason);
    }

    @Test
    @Attack(39)
    void aRestartOfANodeOpensNothingAndCostsNoEarlyData() throws Exception {
        byte[] flight = fleet.flight(one, "/before-restart");
        byte[] unused = fleet.flight(one, "/after-restart");
        assertThat(fleet.accepted(flight, one)).startsWith("GET /before-restart ");
        one.close();
        one = node("one");
        EarlyFleet.refused(flight, one, "replay");
        assertThat(fleet.accepted(unused, one)).as("the memory is not in the node").startsWith("GET /after-restart ");
    }

    @Test
    void aRotationOfTheTicketKeysOpensNothing() throws Exception {
        byte[] flight = fleet.flight(fleet.ticket(one), "/before-rotation");
        assertThat(fleet.accepted(flight, one)).startsWith("GET /before-rotation ");
        byte[] unused = fleet.flight(fleet.ticket(one), "/after-rotation");
        one.rotateTicketKeys();
        EarlyFleet.refused(flight, one, "replay");
        assertThat(fleet.accepted(unused, one)).startsWith("GET /after-rotation ");
    }

    @Test
    @Attack(39)
    @EarlyDataRule("2.5")
    void withoutItsStoreEarlyDataIsRefusedAndTheRequestServedAfterTheHandshake() throws Exception {
        byte[] flight = fleet.flight(one, "/before-the-end");
        ClientSession ticket = fleet.ticket(one);
        assertThat(fleet.accepted(flight, one)).startsWith("GET /before-the-end ");
        redis.kill();
        try {
            EarlyFleet.refused(flight, one, "replayStoreUnavailable");
            EarlyFleet.refused(flight, other, "replayStoreUnavailable");
            try (EngineSocket client = fleet.early(ticket, other.port())) {
                client.start(EarlyFleet.request("/without-store"));
                client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
                assertThat(client.engine().session().orElseThrow().resumed()).as("resumption goes on").isTrue();
                client.send(EarlyFleet.request("/without-store"));
                client.untilText(EarlyClients.ANSWER);
                assertThat(fleet.upstream.nextHead()).startsWith("GET /without-store ");
            }
            Await.until("health does not tell", () -> one.text("/actuator/health").contains("DEGRADED"));
            assertThat(one.json("/actuator/earlydata").path("store").path("status").asString("")).isEqualTo("AWAY");
        } finally {
            redis.start();
        }
        // It came back, and knows nothing.
        awaitWarmUp(one);
        awaitWarmUp(other);
        EarlyFleet.refused(flight, one, "warmUp");
        EarlyFleet.refused(flight, other, "warmUp");
        EarlyFleet.refused(fleet.flight(fleet.ticket(one), "/fresh"), one, "warmUp");
    }

    private static void awaitWarmUp(OperatedGateway gateway) throws InterruptedException {
        Await.until("the actuator does not tell that the store came back", () -> gateway.json("/actuator/earlydata")
                .path("store").path("status").asString("").equals("WARMING_UP"));
    }
}
