package dev.postern.gateway.tickets;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.gateway.vault.UnusableEncryptionKey;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Two gateways, one PostgreSQL, one ring.
@Timeout(300)
@ExtendWith({SharedPostgres.class, OutputCaptureExtension.class})
class SharedTicketKeysTest {
    private static final Duration PERIOD = Duration.ofHours(6);
    @TempDir
    Path folder;
    private ReplicaFleet fleet;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        fleet = new ReplicaFleet(folder, postgres.newDatabase());
    }

    /// The key that seals first.
    private static List<String> ids(TestGateway gateway) {
        return gateway.bean(TicketKeys.class).views().stream().map(key -> key.role() + " " + key.id()).toList();
    }

    private static TicketKey sealing(TestGateway gateway) {
        return gateway.bean(TicketKeys.class).source().current().orElseThrow();
    }

    private static boolean opens(TestGateway gateway, TicketKey key) {
        return gateway.bean(TicketKeys.class).source().find(key.name()).isPresent();
    }

    private static void awaitOneRing(TestGateway one, TestGateway other) throws Exception {
        ReplicaFleet.await("they have two rings", () -> ids(one).equals(ids(other)));
    }

    private static void post(TestGateway gateway, String action, int status) {
        gateway.admin().post().uri("/api/v1/ticket-keys/" + action).exchange().expectStatus().isEqualTo(status);
    }

    @Test
    void aRotationOnOneIsARotationOnBoth() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            assertThat(ids(other)).as("from the start on").isEqualTo(ids(one));
            TicketKey first = sealing(one);
            post(one, "rotate?dryRun=true", 200);
            assertThat(sealing(one).id()).isEqualTo(first.id());
            post(one, "rotate", 200);
            assertThat(sealing(one).id()).isNotEqualTo(first.id());
            awaitOneRing(one, other);
            assertThat(opens(other, first)).as("the previous key opens").isTrue();
        }
    }

    @Test
    void aRotationThatIsDueIsMadeByOneOfThem() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            List<String> before = ids(one);
            Instant due = Instant.now().plus(PERIOD);
            CyclicBarrier together = new CyclicBarrier(2);
            try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> done = new ArrayList<>();
                for (TestGateway gateway : List.of(one, other)) {
                    done.add(both.submit(() -> {
                        together.await();
                        gateway.bean(TicketKeys.class).advance(due);
                        return true;
                    }));
                }
                for (Future<?> each : done) {
                    each.get();
                }
            }
            assertThat(ids(one)).isEqualTo(ids(other)).hasSize(3);
            assertThat(before).as("what was known as the next one seals")
                    .contains("NEXT " + sealing(one).id());
        }
    }

    @Test
    void aRevocationOnOneLeavesNothingOldOnEither() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            TicketKey first = sealing(one);
            post(one, "rotate", 200);
            awaitOneRing(one, other);
            TicketKey second = sealing(other);
            post(other, "revoke-all", 200);
            awaitOneRing(one, other);
            for (TestGateway gateway : List.of(one, other)) {
                assertThat(opens(gateway, first)).isFalse();
                assertThat(opens(gateway, second)).isFalse();
            }
        }
        try (TestGateway later = fleet.start("later")) {
            later.admin().get().uri("/api/v1/audit").exchange().expectStatus().isOk().expectBody()
                    .jsonPath("$.items[0].action").isEqualTo("revokeAll").jsonPath("$.items[1].action")
                    .isEqualTo("rotate");
        }
    }

    @Test
    void aRingThatCannotBeReadIsKeptAndTheOneInUseGoesOn(CapturedOutput output) throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            List<String> before = ids(one);
            JdbcClient sql = one.bean(JdbcClient.class);
            byte[] foreign = new byte[100];
            sql.sql("update ticket_key_ring set sealed = ?, version = version + 1").param(foreign).update();
            String said = "The stored ticket keys cannot be read here";
            ReplicaFleet.await("nobody said so", () -> output.getOut().split(said, -1).length == 3);
            assertThat(ids(one)).isEqualTo(before);
            one.bean(TicketKeys.class).advance(Instant.now().plus(PERIOD));
            assertThat(ids(one)).as("it rotates by itself").isNotEqualTo(before);
            post(one, "rotate", 503);
            assertThat(sql.sql("select sealed from ticket_key_ring").query(byte[].class).single())
                    .isEqualTo(foreign);
            post(one, "revoke-all", 200);
            awaitOneRing(one, other);
            assertThat(before).doesNotContainAnyElementsOf(ids(one));
        }
    }

    @Test
    void aReplicaWithAnotherEncryptionKeyDoesNotStartAndOverwritesNothing(CapturedOutput output) throws Exception {
        try (TestGateway one = fleet.start("one")) {
            List<String> before = ids(one);
            JdbcClient sql = one.bean(JdbcClient.class);
            byte[] ring = sql.sql("select sealed from ticket_key_ring").query(byte[].class).single();
            assertThatThrownBy(() -> fleet.start("other", "--postern.keys.encryption-key=" + "B".repeat(43) + "="))
                    .hasRootCauseInstanceOf(UnusableEncryptionKey.class);
            assertThat(output).contains("APPLICATION FAILED TO START", "is not the one that the database's secrets are"
                    + " sealed with", "Give every replica the same key").doesNotContain("BBBB");
            assertThat(sql.sql("select sealed from ticket_key_ring").query(byte[].class).single()).isEqualTo(ring);
            assertThat(ids(one)).isEqualTo(before);
            try (TestGateway same = fleet.start("same")) {
                assertThat(ids(same)).isEqualTo(before);
            }
        }
    }
}
