package dev.postern.gateway.tickets;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.gateway.scenario.MovableClock;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// A key seals for twelve hours at most, whatever is away, stuck or wrong: who gets it reads the early data of those hours alone.
@Timeout(300)
class TicketKeyAgeTest {
    private static final Duration PERIOD = Duration.ofHours(6);
    @TempDir
    Path folder;
    private final MovableClock clock = new MovableClock();

    private static TicketKey sealing(TicketKeys keys) {
        return keys.source().current().orElseThrow();
    }

    private static void awaitAnotherThan(TicketKey old, TicketKeys keys) throws Exception {
        ReplicaFleet.await("its time is over, and it seals", () -> !sealing(keys).id().equals(old.id()));
    }

    @Test
    void aGatewayWithoutItsDatabaseRotatesOnTime() throws Exception {
        try (PostgresServer postgres = new PostgresServer();
                TestGateway gateway = new ReplicaFleet(folder, postgres.newDatabase()).start("one", ReplicaFleet.KEY,
                        clock, "--spring.datasource.hikari.connection-timeout=1000")) {
            TicketKeys keys = gateway.bean(TicketKeys.class);
            TicketKey first = sealing(keys);
            postgres.stop();
            clock.pass(PERIOD.minusMinutes(10));
            keys.advance(clock.instant());
            assertThat(sealing(keys).id()).as("not yet").isEqualTo(first.id());
            clock.pass(Duration.ofMinutes(10));
            awaitAnotherThan(first, keys);
            assertThat(keys.source().find(first.name())).as("what it sealed opens").isPresent();
            clock.pass(PERIOD);
            awaitAnotherThan(sealing(keys), keys);
            assertThat(keys.source().find(first.name())).as("a period after it sealed last").isEmpty();
        }
    }

    /// As behind a database that does not answer, or whatever else holds up who would rotate.
    @Test
    @EarlyDataRule("2.12")
    void nothingIsSealedWithAKeyThatCouldNotBeRotatedForTwelveHours() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, clock)) {
            TicketKeys keys = gateway.bean(TicketKeys.class);
            TicketKey first = sealing(keys);
            synchronized (keys) {
                clock.pass(Duration.ofHours(11));
                assertThat(sealing(keys).id()).as("late, but within what is promised").isEqualTo(first.id());
                clock.pass(Duration.ofHours(1));
                assertThat(keys.source().current()).isEmpty();
                assertThat(keys.source().find(first.name())).as("it opens").isPresent();
            }
            ReplicaFleet.await("it seals no more", () -> keys.source().current().isPresent());
            assertThat(sealing(keys).id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void aReplicaWhoseClockWasAheadLeavesNoKeyThatSealsForAsMuchLonger() throws Exception {
        try (TestGateway ahead = TestGateway.start(folder, Clock.offset(clock, Duration.ofDays(2)))) {
            assertThat(ahead.bean(TicketKeys.class).views()).isNotEmpty();
        }
        try (TestGateway gateway = TestGateway.start(folder, clock)) {
            TicketKeys keys = gateway.bean(TicketKeys.class);
            TicketKey first = sealing(keys);
            clock.pass(PERIOD.minusMinutes(10));
            keys.advance(clock.instant());
            assertThat(sealing(keys).id()).as("not yet").isEqualTo(first.id());
            clock.pass(Duration.ofMinutes(10));
            awaitAnotherThan(first, keys);
            assertThat(keys.source().find(first.name())).as("what it sealed opens").isPresent();
        }
    }

    @Test
    void rotatingByHandWhatIsDueAnywayRotatesOnce() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder, clock)) {
            TicketKeys keys = gateway.bean(TicketKeys.class);
            synchronized (keys) {
                TicketKey first = sealing(keys);
                clock.pass(PERIOD);
                keys.rotate("operator", false);
                assertThat(sealing(keys).id()).isNotEqualTo(first.id());
                assertThat(keys.source().find(first.name())).as("what it sealed until now opens").isPresent();
                keys.rotate("operator", false);
                assertThat(keys.source().find(first.name())).as("not behind another rotation").isEmpty();
            }
        }
    }
}
