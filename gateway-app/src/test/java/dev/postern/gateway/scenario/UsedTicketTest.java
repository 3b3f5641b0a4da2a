package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Tickets that open once instead of a record of hellos (RFC 9846 8.1): a flight that comes again has no ticket.
@Timeout(300)
class UsedTicketTest {
    private static final String ONCE = "--postern.tickets.single-use=true";
    private static final String PATIENT = "--postern.replay.budget=20s";
    private static final int PAIRS = 100;
    /// That the gateway issues after a handshake.
    private static final int TICKETS = 2;

    @TempDir
    Path folder;
    private EarlyFleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = new EarlyFleet(folder, "one", "other");
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
        fleet.close();
    }

    @Test
    @EarlyDataRule("2.2")
    void opensOnceInOneProcess() throws Exception {
        try (OperatedGateway one = fleet.node("one", ONCE)) {
            byte[] flight = fleet.flight(one, "/once");
            assertThat(fleet.accepted(flight, one)).startsWith("GET /once ");
            EarlyFleet.refused(flight, one, "sessionNotResumed");
        }
    }

    @Test
    void opensForOneOfTwoReplicasThatGetItAtTheSameInstant() throws Exception {
        try (RedisServer redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
                OperatedGateway one = fleet.node("one", ONCE, PATIENT, "--postern.replay.url=" + redis.url());
                OperatedGateway other = fleet.node("other", ONCE, PATIENT, "--postern.replay.url=" + redis.url())) {
            for (int pair = 0; pair < PAIRS; pair++) {
                fleet.race("/pair/" + pair, one, other);
            }
            Await.until("not exactly one of each pair was accepted",
                    () -> EarlyFleet.count(one, "accepted") + EarlyFleet.count(other, "accepted") == PAIRS
                            && EarlyFleet.count(one, "sessionNotResumed")
                                    + EarlyFleet.count(other, "sessionNotResumed") == PAIRS);
        }
    }

    @Test
    void doesNotComeBackWithAnOldCopyOfTheShelf() throws Exception {
        try (RedisServer redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
                OperatedGateway one = fleet.node("one", ONCE, PATIENT, "--postern.replay.url=" + redis.url())) {
            byte[] flight = fleet.flight(one, "/old");
            assertThat(redis.say("SAVE")).isEqualTo("+OK");
            assertThat(fleet.accepted(flight, one)).startsWith("GET /old ");
            redis.kill();
            awaitStore(one, "AWAY");
            redis.start();
            awaitStore(one, "WARMING_UP");
            EarlyFleet.refused(flight, one, "sessionNotResumed");
            // A Redis that was restarted knows no script any more, so that the tickets take two round trips to the shelf.
            long entries = entries(redis);
            ClientSession ticket = fleet.ticket(one);
            Await.until("the new tickets do not lie on the shelf", () -> entries(redis) >= entries + TICKETS);
            assertThat(fleet.accepted(fleet.flight(ticket, "/new"), one)).startsWith("GET /new ");
        }
    }

    private static void awaitStore(OperatedGateway gateway, String status) throws InterruptedException {
        Await.until("the store is not " + status, () -> gateway.json("/actuator/earlydata").path("store").path("status")
                .asString("").equals(status));
    }

    private static long entries(RedisServer redis) {
        try {
            return Long.parseLong(redis.say("DBSIZE").substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
