package dev.postern.gateway.tickets;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.ledger.Publication;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A revocation holds on every replica, whatever its clock says and whether or not it could be reached meanwhile.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class RevokedTicketKeysTest {
    private static final Duration PERIOD = Duration.ofHours(6);
    @TempDir
    Path folder;
    private ReplicaFleet fleet;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        fleet = new ReplicaFleet(folder, postgres.newDatabase());
    }

    private static TicketKeys keys(TestGateway gateway) {
        return gateway.bean(TicketKeys.class);
    }

    private static TicketKey sealing(TestGateway gateway) {
        return keys(gateway).source().current().orElseThrow();
    }

    private static boolean opens(TestGateway gateway, TicketKey key) {
        return keys(gateway).source().find(key.name()).isPresent();
    }

    private static void revoke(TestGateway gateway) {
        gateway.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
    }

    private static void awaitOneSealingKey(TestGateway one, TestGateway other) throws Exception {
        ReplicaFleet.await("they seal with two keys", () -> sealing(one).id().equals(sealing(other).id()));
    }

    /// A replica that the database lets in by a name of its own, so that it alone can be cut off.
    private TestGateway startWithOwnUser(TestGateway first, Duration ahead) throws Exception {
        sql(first, "drop role if exists other", "create role other superuser login");
        return fleet.start("other", ReplicaFleet.KEY, Clock.offset(Clock.systemUTC(), ahead),
                "--spring.datasource.username=other", "--spring.datasource.hikari.connection-timeout=1000");
    }

    private static void cutOff(TestGateway first) {
        sql(first, "alter role other nologin");
        first.bean(JdbcClient.class)
                .sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'other'")
                .query(Boolean.class).list();
    }

    private static void sql(TestGateway gateway, String... statements) {
        for (String statement : statements) {
            gateway.bean(JdbcClient.class).sql(statement).update();
        }
    }

    /// As often as it takes until it seals with a key that it made itself.
    private static TicketKey rotatedByItself(TestGateway gateway, TestGateway elsewhere) {
        for (int periods = 1; opens(elsewhere, sealing(gateway)); periods++) {
            keys(gateway).advance(Instant.now().plus(PERIOD.multipliedBy(periods)));
        }
        return sealing(gateway);
    }

    @Test
    void whatAReplicaMadeWhileItWasCutOffIsGoneWithWhatWasRevokedMeanwhile() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = startWithOwnUser(one, Duration.ofHours(1))) {
            awaitOneSealingKey(one, other);
            TicketKey shared = sealing(one);
            cutOff(one);
            TicketKey own = rotatedByItself(other, one);
            revoke(one);
            sql(one, "alter role other login");
            awaitOneSealingKey(one, other);
            for (TestGateway gateway : List.of(one, other)) {
                assertThat(opens(gateway, own)).as("it did not hear of the revocation when it made it").isFalse();
                assertThat(opens(gateway, shared)).isFalse();
            }
        }
    }

    @Test
    void whatAReplicaMadeWhileItWasCutOffJoinsTheRingIfNothingWasRevokedMeanwhile() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = startWithOwnUser(one, Duration.ofHours(-1))) {
            awaitOneSealingKey(one, other);
            revoke(one);
            awaitOneSealingKey(one, other);
            cutOff(one);
            TicketKey own = rotatedByItself(other, one);
            sql(one, "alter role other login");
            awaitOneSealingKey(one, other);
            ReplicaFleet.await("its key did not join", () -> opens(one, own));
            assertThat(opens(other, own)).isTrue();
        }
    }

    /// Whoever revokes is told when it is done: then no ticket of before opens, however long what follows a commit may take.
    @Test
    void theRevokedRingIsOutOfUseBeforeAnythingElseFollowsTheCommit() throws Exception {
        try (TestGateway gateway = fleet.start("one")) {
            TicketKey before = sealing(gateway);
            Thread revoking;
            synchronized (gateway.bean(Publication.class)) {
                revoking = Thread.ofPlatform().start(() -> keys(gateway).revokeAll("test", false));
                ReplicaFleet.await("it waits for what follows", () -> !opens(gateway, before));
                assertThat(revoking.isAlive()).as("the publication is held up").isTrue();
            }
            revoking.join();
            assertThat(opens(gateway, before)).isFalse();
        }
    }
}
