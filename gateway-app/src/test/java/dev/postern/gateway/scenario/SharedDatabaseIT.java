package dev.postern.gateway.scenario;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replay.RedisServer;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one PostgreSQL, and a Redis where early data is about: as an operator runs replicas.
@Timeout(1200)
class SharedDatabaseIT {
    @TempDir
    Path folder;

    private GatewayProcess process(String name, String database, String... more) throws Exception {
        return new GatewayProcess(folder.resolve(name), folder.resolve(name + ".log"), 0,
                ReplicaFleet.settings(database, more));
    }

    private GatewayProcess process(String name, String database, RedisServer redis) throws Exception {
        return process(name, database, "--postern.replay.url=" + redis.url(), "--postern.replay.budget=20s",
                "--postern.replay.window=60s",
                // What a busy machine needs for the part without a database; how it ends is another test's.
                "--postern.early-data.lease=5m");
    }

    @Test
    void aTicketOfOneIsGoodAtTheOtherUntilAllAreRevoked() throws Exception {
        try (PostgresServer postgres = new PostgresServer();
                RedisServer redis = new RedisServer(Files.createDirectory(folder.resolve("redis")))) {
            String database = postgres.newDatabase();
            try (GatewayProcess first = process("one", database, redis);
                    GatewayProcess second = process("other", database, redis);
                    EarlyFleet fleet = new EarlyFleet(first.operated())) {
                OperatedGateway one = first.operated();
                OperatedGateway other = second.operated();
                redis.rememberForAnHour("default");
                awaitSameRevision(one, other);
                // A host that lets early data in widens what it may do.
                one.awaitOpenGate();
                other.awaitOpenGate();
                assertThat(fleet.resumes(fleet.ticket(one), other)).isTrue();
                assertThat(fleet.accepted(fleet.flight(fleet.ticket(one), "/early"), other)).startsWith("GET /early ");
                for (int i = 0; i < 2; i++) {
                    OperatedGateway writer = i % 2 == 0 ? one : other;
                    OperatedGateway reader = i % 2 == 0 ? other : one;
                    ClientSession[] tickets = {fleet.ticket(reader), fleet.ticket(reader), fleet.ticket(reader)};
                    assertThat(fleet.resumes(tickets[0], reader)).isTrue();
                    String sealed = (reader == one ? first : second).ticketKeys().getFirst();
                    writer.revokeTicketKeys();
                    assertThat(fleet.resumes(tickets[1], writer)).isFalse();
                    Await.until("the other opens what was revoked",
                            () -> !reader.text("/api/v1/ticket-keys").contains(sealed));
                    assertThat(fleet.resumes(tickets[2], reader)).isFalse();
                    Await.until("they have two rings", () -> first.ticketKeys().equals(second.ticketKeys()));
                }
                assertThat(fleet.resumes(fleet.ticket(other), one)).as("a ticket of after it").isTrue();
            }
        }
    }

    private static long appliedRevision(OperatedGateway gateway) {
        for (var replica : gateway.json("/api/v1/replicas").path("items")) {
            if (replica.path("self").asBoolean()) {
                return replica.path("appliedRevision").asLong();
            }
        }
        throw new AssertionError("a replica does not list itself");
    }

    private static void awaitSameRevision(OperatedGateway one, OperatedGateway other) throws InterruptedException {
        // One that was killed while the database was away is listed until its lease has been over for long.
        Await.until("they serve two revisions", () -> appliedRevision(one) == appliedRevision(other));
        assertThat(other.json("/api/v1/hosts").path("items").size()).isPositive();
        // Until both have what was granted, and its lease.
        one.awaitOpenGate();
        other.awaitOpenGate();
    }

    @Test
    void withTheDatabaseGoneTrafficAndTheRulesOfEarlyDataGoOn() throws Exception {
        try (PostgresServer postgres = new PostgresServer();
                RedisServer redis = new RedisServer(Files.createDirectory(folder.resolve("redis")))) {
            String database = postgres.newDatabase();
            try (GatewayProcess first = process("one", database, redis);
                    GatewayProcess second = process("other", database, redis);
                    EarlyFleet fleet = new EarlyFleet(first.operated())) {
                OperatedGateway one = first.operated();
                OperatedGateway other = second.operated();
                redis.rememberForAnHour("default");
                awaitSameRevision(one, other);
                ClientSession before = fleet.ticket(one);
                ClientSession kept = fleet.ticket(one);
                byte[] flight = fleet.flight(fleet.ticket(one), "/without");

                postgres.stop();
                assertThat(fleet.accepted(flight, other)).startsWith("GET /without ");
                EarlyFleet.refused(flight, one, "replay");
                assertThat(fleet.resumes(before, other)).isTrue();
                assertThat(fleet.resumes(fleet.ticket(other), one)).as("a ticket of now").isTrue();
                assertThat(first.writesAnswer()).isEqualTo(503);
                assertThat(second.isReady()).isTrue();

                second.terminate();
                try (GatewayProcess again = process("other", database, redis)) {
                    assertThat(again.said()).contains("Serving the last good configuration");
                    assertThat(fleet.answers(again.operated(), "/restarted")).isTrue();
                    ClientSession alone = fleet.ticket(again.operated());
                    assertThat(fleet.resumes(fleet.ticket(again.operated()), one))
                            .as("sealed with a key that nobody else has").isFalse();

                    postgres.start();
                    Await.until("the first does not write", () -> first.writesAnswer() == 201);
                    Await.until("the second does not see it", () -> again.hasItsDatabase());
                    awaitSameRevision(one, again.operated());
                    Await.until("they have two rings", () -> first.ticketKeys().equals(again.ticketKeys()));
                    assertThat(fleet.resumes(alone, one)).as("its key joined the ring").isTrue();
                    assertThat(fleet.resumes(kept, again.operated())).as("the stored keys are back").isTrue();
                }
            }
        }
    }
}
