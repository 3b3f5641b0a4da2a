package dev.postern.gateway.tickets;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.replicas.DatabaseCopy;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// A database is restored from a copy of before a revocation: whoever has the leaked keys waits for just that.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class RestoredTicketKeysTest {
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

    private static void revoke(TestGateway gateway, int status) {
        gateway.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isEqualTo(status);
    }

    @Test
    void whoSawTheRevocationGoesOnWithItsOwnKeysAndLeavesTheCopyAlone() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            TicketKey leaked = sealing(one);
            DatabaseCopy copy = DatabaseCopy.of(one);
            revoke(one, 200);
            ReplicaFleet.await("it was not revoked everywhere", () -> sealing(one).id().equals(sealing(other).id()));
            TicketKey shared = sealing(one);
            copy.restoreUnder(one);
            for (TestGateway gateway : new TestGateway[]{one, other}) {
                keys(gateway).advance(Instant.now());
                assertThat(opens(gateway, leaked)).isFalse();
                assertThat(sealing(gateway).id()).isEqualTo(shared.id());
                keys(gateway).advance(Instant.now().plus(PERIOD));
                assertThat(sealing(gateway).id()).as("it rotates by itself").isNotEqualTo(shared.id());
                assertThat(opens(gateway, leaked)).isFalse();
                revoke(gateway, 409);
            }
            assertThat(DatabaseCopy.of(one)).isEqualTo(copy);
        }
    }

    @Test
    void whatItMadeMeanwhileJoinsTheRingOfTheRightDatabase() throws Exception {
        try (TestGateway one = fleet.start("one")) {
            DatabaseCopy before = DatabaseCopy.of(one);
            revoke(one, 200);
            DatabaseCopy right = DatabaseCopy.of(one);
            before.restoreUnder(one);
            for (int periods = 1; periods <= 2; periods++) {
                keys(one).advance(Instant.now().plus(PERIOD.multipliedBy(periods)));
            }
            TicketKey own = sealing(one);
            right.restoreUnder(one);
            ReplicaFleet.await("the ring was not written", () -> !DatabaseCopy.of(one).equals(right));
            assertThat(opens(one, own)).isTrue();
            try (TestGateway other = fleet.start("other")) {
                assertThat(opens(other, own)).isTrue();
            }
            revoke(one, 200);
        }
    }

    /// A rotation by the clock is no write of the history: a copy of before it has the same, and counts the same versions again.
    @Test
    void aRevocationThatCountsAsARotationThatTheCopyLacksReachesWhoSawTheRotation() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            DatabaseCopy copy = DatabaseCopy.of(one);
            keys(one).advance(Instant.now().plus(PERIOD));
            TicketKey leaked = sealing(one);
            keys(one).stop();
            copy.restoreUnder(other);
            revoke(other, 200);
            assertThat(DatabaseCopy.of(other).ring().version()).isEqualTo(copy.ring().version() + 1);
            keys(one).start();
            assertThat(opens(one, leaked)).isFalse();
            assertThat(sealing(one).id()).isEqualTo(sealing(other).id());
        }
    }
}
