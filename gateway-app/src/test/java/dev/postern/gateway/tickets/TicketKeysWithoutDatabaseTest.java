package dev.postern.gateway.tickets;

import dev.postern.gateway.TestGateway;
import dev.postern.tls.psk.TicketKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// The database is away when the process starts, as in a restart, where the elder still has it: an H2 file that is none, until the real one
/// is put back.
class TicketKeysWithoutDatabaseTest {
    private static final Duration PERIOD = Duration.ofHours(6);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 20;

    @TempDir
    Path folder;

    private TicketKey elders;

    @BeforeEach
    void anElderKeepsItsKeys() {
        try (TestGateway elder = TestGateway.start(folder)) {
            elders = sealing(elder.bean(TicketKeys.class));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void opensTheEldersTicketsOnceTheDatabaseIsBackAndItsOwnOfBefore() throws Exception {
        takeTheDatabaseAway();
        TicketKey own;
        try (TestGateway next = TestGateway.start(folder)) {
            TicketKeys keys = next.bean(TicketKeys.class);
            own = sealing(keys);
            assertThat(keys.source().find(elders.name())).as("nothing could be read").isEmpty();
            putTheDatabaseBack();
            awaitKey(keys, elders);
            assertThat(sealing(keys).id()).as("it goes on with what is stored").isEqualTo(elders.id());
            assertThat(keys.source().find(own.name())).as("tickets of between start and return").isPresent();
        }
        try (TestGateway third = TestGateway.start(folder)) {
            TicketKeys keys = third.bean(TicketKeys.class);
            assertThat(keys.source().find(elders.name())).isPresent();
            assertThat(keys.source().find(own.name())).as("adopted keys are kept too").isPresent();
            Instant now = Instant.now();
            keys.advance(now.plus(PERIOD));
            assertThat(keys.source().find(elders.name())).as("the previous key opens").isPresent();
            assertThat(keys.source().find(own.name())).as("a period after it sealed last").isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void overwritesNoRingThatItHasNotRead() throws Exception {
        takeTheDatabaseAway();
        try (TestGateway next = TestGateway.start(folder)) {
            TicketKeys keys = next.bean(TicketKeys.class);
            TicketKey first = sealing(keys);
            Instant later = Instant.now().plus(PERIOD);
            keys.advance(later);
            TicketKey second = sealing(keys);
            assertThat(second.id()).as("its own ring rotates").isNotEqualTo(first.id());
            putTheDatabaseBack();
            awaitKey(keys, elders);
            assertThat(keys.source().find(first.name())).isPresent();
            assertThat(keys.source().find(second.name())).isPresent();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void revokesTheStoredKeysToo() throws Exception {
        takeTheDatabaseAway();
        TicketKey own;
        try (TestGateway next = TestGateway.start(folder)) {
            TicketKeys keys = next.bean(TicketKeys.class);
            own = sealing(keys);
            next.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isEqualTo(503);
            assertThat(sealing(keys).id()).as("refused, so nothing changed").isEqualTo(own.id());
            putTheDatabaseBack();
            awaitDatabase(next.admin());
            next.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
            assertThat(keys.source().find(elders.name())).isEmpty();
            assertThat(keys.source().find(own.name())).isEmpty();
        }
        try (TestGateway third = TestGateway.start(folder)) {
            assertThat(third.bean(TicketKeys.class).source().find(elders.name())).isEmpty();
            assertThat(third.bean(TicketKeys.class).source().find(own.name())).isEmpty();
        }
    }

    /// By a clock that is ahead its key seems to be of after the revocation.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"PT0S", "PT1H", "PT-1H"})
    void bringsNothingBackThatWasRevokedMeanwhile(Duration ahead) throws Exception {
        takeTheDatabaseAway();
        try (TestGateway next = TestGateway.start(folder, Clock.offset(Clock.systemUTC(), ahead))) {
            TicketKeys keys = next.bean(TicketKeys.class);
            TicketKey own = sealing(keys);
            revokedByAnother();
            putTheDatabaseBack();
            awaitDatabase(next.admin());
            long endNanos = System.nanoTime() + PATIENCE.toNanos();
            while (sealing(keys).id().equals(own.id())) {
                assertThat(System.nanoTime()).as("the stored ring was not read").isLessThan(endNanos);
                Thread.sleep(PAUSE_MILLIS);
            }
            assertThat(keys.source().find(elders.name())).isEmpty();
            assertThat(keys.source().find(own.name())).as("sealed until now, but before the revocation").isEmpty();
        }
    }

    /// By a clock that is behind its key seems to be of before the revocation.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"PT0S", "PT1H", "PT-1H"})
    void keepsItsOwnOfAfterARevocation(Duration ahead) throws Exception {
        try (TestGateway elder = TestGateway.start(folder)) {
            elder.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
            elders = sealing(elder.bean(TicketKeys.class));
        }
        takeTheDatabaseAway();
        try (TestGateway next = TestGateway.start(folder, Clock.offset(Clock.systemUTC(), ahead))) {
            TicketKeys keys = next.bean(TicketKeys.class);
            TicketKey own = sealing(keys);
            putTheDatabaseBack();
            awaitKey(keys, elders);
            assertThat(keys.source().find(own.name())).as("nothing was revoked since it was made").isPresent();
        }
    }

    /// A new pod with an empty folder: whether its key is of before the revocation or of after it nobody can say.
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void dropsItsOwnIfItDoesNotKnowWhetherTheyWereRevoked() throws Exception {
        try (TestGateway elder = TestGateway.start(folder)) {
            elder.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
            elders = sealing(elder.bean(TicketKeys.class));
        }
        takeTheDatabaseAway();
        Files.delete(folder.resolve("ticket-revocation"));
        try (TestGateway next = TestGateway.start(folder)) {
            TicketKeys keys = next.bean(TicketKeys.class);
            TicketKey own = sealing(keys);
            putTheDatabaseBack();
            awaitKey(keys, elders);
            assertThat(keys.source().find(own.name())).isEmpty();
        }
    }

    /// Where the database is meanwhile.
    private void revokedByAnother() throws Exception {
        Path place = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("key-encryption-key"), place.resolve("key-encryption-key"));
        Files.move(folder.resolve("away"), place.resolve("postern.mv.db"));
        try (TestGateway another = TestGateway.start(place)) {
            another.admin().post().uri("/api/v1/ticket-keys/revoke-all").exchange().expectStatus().isOk();
        }
        Files.move(place.resolve("postern.mv.db"), folder.resolve("away"));
    }

    private static TicketKey sealing(TicketKeys keys) {
        return keys.source().current().orElseThrow();
    }

    private void takeTheDatabaseAway() throws Exception {
        Files.move(folder.resolve("postern.mv.db"), folder.resolve("away"));
        Files.writeString(folder.resolve("postern.mv.db"), "this is no database");
    }

    private void putTheDatabaseBack() throws Exception {
        Files.move(folder.resolve("away"), folder.resolve("postern.mv.db"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void awaitKey(TicketKeys keys, TicketKey wanted) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (keys.source().find(wanted.name()).isEmpty()) {
            assertThat(System.nanoTime()).as("the stored ring was not read").isLessThan(endNanos);
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static void awaitDatabase(WebTestClient admin) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!admin.get().uri("/api/v1/hosts").exchange().returnResult(byte[].class).getStatus()
                .is2xxSuccessful()) {
            assertThat(System.nanoTime()).as("the database was not opened").isLessThan(endNanos);
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
