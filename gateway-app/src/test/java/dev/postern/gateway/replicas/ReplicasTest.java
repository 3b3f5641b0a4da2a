package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.routes.SnapshotHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/// Whole gateways with one PostgreSQL, as replicas have it.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class ReplicasTest {
    @TempDir
    Path folder;
    private ReplicaFleet fleet;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        fleet = new ReplicaFleet(folder, postgres.newDatabase());
    }

    @Test
    void eachSeesTheOthersAndTheRevisionTheyServe() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            Replicas seen = other.bean(Replicas.class);
            String own = one.bean(Replicas.class).ownId();
            assertThat(seen.list()).extracting(Replica::id).containsExactly(own, seen.ownId());
            assertThat(seen.list()).extracting(Replica::self).containsExactly(false, true);
            ReplicaFleet.upstream(other, "u");
            ReplicaFleet.await("the other one did not apply revision 1", () -> seen.list().stream()
                    .allMatch(replica -> replica.appliedRevision() == 1 && replica.trouble() == null));
            one.admin().get().uri("/api/v1/replicas").exchange().expectStatus().isOk().expectBody()
                    .jsonPath("$.shared").isEqualTo(true).jsonPath("$.items.length()").isEqualTo(2)
                    .jsonPath("$.items[0].id").isEqualTo(own).jsonPath("$.items[0].self").isEqualTo(true)
                    .jsonPath("$.items[1].self").isEqualTo(false).jsonPath("$.items[1].appliedRevision").isEqualTo(1);
        }
    }

    /// Nobody looks within the minute: it is the word that brings the change.
    @Test
    void isToldOfAChangeBeforeItLooks() throws Exception {
        String rarely = "--postern.database.poll=1m";
        try (TestGateway one = fleet.start("one", ReplicaFleet.KEY, rarely);
                TestGateway other = fleet.start("other", ReplicaFleet.KEY, rarely)) {
            SnapshotHolder served = other.bean(SnapshotHolder.class);
            long startNanos = System.nanoTime();
            for (int i = 1; i <= 3; i++) {
                long revision = i;
                ReplicaFleet.upstream(one, "u" + i);
                ReplicaFleet.await("it was not told", () -> served.current().revision() == revision);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void sayWhetherAllOfAZoneSeeTheSameMemory() throws Exception {
        try (TestGateway one = fleet.start("one"); TestGateway other = fleet.start("other")) {
            Replicas first = one.bean(Replicas.class);
            Replicas second = other.bean(Replicas.class);
            assertThat(first.share(7, "a")).contains(true);
            assertThat(second.share(8, "b")).as("another zone has its own").contains(true);
            assertThat(second.share(7, "b")).contains(false);
            assertThat(first.share(7, "a")).contains(false);
            assertThat(second.share(7, null)).isEmpty();
            assertThat(first.share(7, "a")).as("who sees none sees no other").contains(true);
            assertThat(second.share(7, "a")).contains(true);
            assertThat(first.share(7, "a")).contains(true);
            JdbcClient sql = one.bean(JdbcClient.class);
            died(sql, "silent", 20);
            sql.sql("update replica set replay_zone = 7, replay_memory = 'b' where id = 'silent'").update();
            assertThat(first.share(7, "a")).contains(true);
            held(sql, "silent", 60, 20);
            assertThat(first.share(7, "a")).as("it may act by its lease").contains(false);
        }
    }

    @Test
    void whoLeavesIsForgottenAndWhoDiesIsSoonToo() throws Exception {
        try (TestGateway one = fleet.start("one")) {
            fleet.start("other").close();
            Replicas seen = one.bean(Replicas.class);
            assertThat(seen.list()).singleElement().matches(Replica::self);
            JdbcClient sql = one.bean(JdbcClient.class);
            died(sql, "fresh", 10);
            died(sql, "old", 70);
            died(sql, "leased", 70);
            died(sql, "expired", 700);
            died(sql, "busy", 700);
            held(sql, "leased", 600, 70);
            held(sql, "expired", 600, 700);
            held(sql, "busy", 1, 10);
            seen.renew();
            assertThat(seen.list()).extracting(Replica::id).containsExactlyInAnyOrder("fresh", "leased", "busy",
                    seen.ownId());
            assertThat(seen.list()).filteredOn(replica -> replica.id().equals("fresh")).singleElement()
                    .satisfies(replica -> assertThat(replica.silence()).isGreaterThanOrEqualTo(Duration.ofSeconds(10)));
        }
    }

    /// It acts on early data for so long after it was seen to.
    private static void held(JdbcClient sql, String id, int leaseSeconds, int secondsAgo) {
        sql.sql("update replica set early_data_lease_millis = ?, early_data_seen_at = current_timestamp"
                + " - cast(? as integer) * interval '1' second where id = ?")
                .params(leaseSeconds * 1000, secondsAgo, id).update();
    }

    private static void died(JdbcClient sql, String id, int secondsAgo) {
        sql.sql("insert into replica (id, name, applied_revision, started_at, seen_at) values (?, 'gone', 1,"
                + " current_timestamp, current_timestamp - cast(? as integer) * interval '1' second)")
                .params(id, secondsAgo).update();
    }

    @Test
    void aFileHasOneProcess() throws Exception {
        try (TestGateway alone = TestGateway.start(folder.resolve("file"))) {
            JdbcClient sql = alone.bean(JdbcClient.class);
            Replicas seen = alone.bean(Replicas.class);
            died(sql, "fresh", 10);
            died(sql, "old", 70);
            seen.renew();
            assertThat(seen.list()).extracting(Replica::id).containsExactlyInAnyOrder("fresh", seen.ownId());
        }
        try (TestGateway next = TestGateway.start(folder.resolve("file"))) {
            assertThat(next.bean(Replicas.class).list()).as("a file's last owner is gone").singleElement()
                    .matches(Replica::self);
            next.admin().get().uri("/api/v1/replicas").exchange().expectStatus().isOk().expectBody()
                    .jsonPath("$.shared").isEqualTo(false).jsonPath("$.items.length()").isEqualTo(1);
        }
    }
}
