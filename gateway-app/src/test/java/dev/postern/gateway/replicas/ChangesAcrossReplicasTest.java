package dev.postern.gateway.replicas;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.routes.SnapshotHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Two gateways, one PostgreSQL: what is written on one is served by both.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class ChangesAcrossReplicasTest {
    private static final String LISTENING = "select pid from pg_stat_activity where datname = current_database()"
            + " and application_name = 'postern changes'";
    @TempDir
    Path folder;
    private TestGateway one;
    private TestGateway other;
    private JdbcClient sql;

    @BeforeEach
    void start(PostgresServer postgres) throws Exception {
        ReplicaFleet fleet = new ReplicaFleet(folder, postgres.newDatabase());
        one = fleet.start("one");
        other = fleet.start("other");
        sql = one.bean(JdbcClient.class);
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
    }

    private static long served(TestGateway gateway) {
        return gateway.bean(SnapshotHolder.class).current().revision();
    }

    private static void awaitRevision(long revision, TestGateway... gateways) throws Exception {
        for (TestGateway gateway : gateways) {
            ReplicaFleet.await("revision " + revision + " is not served", () -> served(gateway) == revision);
        }
    }

    /// As a replica does it that nobody hears.
    private void writeUnheard(Runnable work) {
        one.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            work.run();
            sql.sql("update ledger_head set revision = revision + 1").update();
        });
    }

    private List<Integer> listening() {
        return sql.sql(LISTENING).query(Integer.class).list();
    }

    @Test
    void whatIsWrittenOnOneIsServedByBoth() throws Exception {
        ReplicaFleet.upstream(one, "first");
        awaitRevision(1, one, other);
        assertThat(other.bean(SnapshotHolder.class).current().upstreams().values())
                .extracting(upstream -> upstream.name()).containsExactly("first");
        ReplicaFleet.upstream(other, "second");
        awaitRevision(2, one, other);
        assertThat(one.bean(SnapshotHolder.class).current().upstreams()).hasSize(2);
    }

    /// The look behind the word keeps the same promise as the word.
    @Test
    void findsWhatNobodyToldItOfInUnderTwoSeconds() throws Exception {
        List<Duration> took = new ArrayList<>();
        for (long revision = 1; revision <= 5; revision++) {
            writeUnheard(() -> {
            });
            long writtenNanos = System.nanoTime();
            awaitRevision(revision, one, other);
            took.add(Duration.ofNanos(System.nanoTime() - writtenNanos));
        }
        assertThat(Collections.max(took)).as("the longest of %s", took).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void listensAgainAfterItsConnectionWasCut() throws Exception {
        ReplicaFleet.await("not both listen", () -> listening().size() == 2);
        List<Integer> before = listening();
        before.forEach(pid -> sql.sql("select pg_terminate_backend(?)").param(pid).query(Boolean.class).single());
        ReplicaFleet.await("not both listen again", () -> listening().size() == 2
                && listening().stream().noneMatch(before::contains));
        ReplicaFleet.upstream(one, "after");
        awaitRevision(1, one, other);
    }

    @Test
    void whatCannotBeCompiledLeavesTheOldOneInServiceAndSaysSo() throws Exception {
        ReplicaFleet.upstream(one, "first");
        awaitRevision(1, one, other);
        writeUnheard(() -> sql.sql("insert into document (id, kind, parent_id, name, body, revision, created_at,"
                + " changed_at) values ('x', 'ofTheFuture', '', 'x', '{}', 2, current_timestamp, current_timestamp)")
                .update());
        Replicas replicas = one.bean(Replicas.class);
        ReplicaFleet.await("nobody said so", () -> replicas.list().stream().allMatch(replica -> String
                .valueOf(replica.trouble()).contains("Revision 2 cannot be served here: ")));
        assertThat(replicas.list()).extracting(Replica::appliedRevision).containsOnly(1L);
        other.admin().get().uri("/api/v1/replicas").exchange().expectBody().jsonPath("$.items[0].trouble").exists();
        writeUnheard(() -> sql.sql("delete from document where id = 'x'").update());
        awaitRevision(3, one, other);
        ReplicaFleet.await("the trouble is over", () -> replicas.list().stream()
                .allMatch(replica -> replica.trouble() == null && replica.appliedRevision() == 3));
    }

    @Test
    void aStoreThatWentBackIsToldAndNotServed() throws Exception {
        ReplicaFleet.upstream(one, "first");
        awaitRevision(1, one, other);
        sql.sql("update ledger_head set revision = 0").update();
        Replicas replicas = one.bean(Replicas.class);
        ReplicaFleet.await("nobody said so", () -> replicas.list().stream()
                .allMatch(replica -> String.valueOf(replica.trouble()).contains("restored from a copy")));
        assertThat(served(one)).isEqualTo(1);
    }

    private static int replace(TestGateway gateway, String location, String etag, String name) {
        return gateway.admin().put().uri(location).header(HttpHeaders.IF_MATCH, etag)
                .contentType(MediaType.APPLICATION_JSON).bodyValue(ReplicaFleet.upstream(name)).exchange()
                .returnResult(byte[].class).getStatus().value();
    }

    @Test
    void ofTwoWritersOnTwoReplicasWithOneVersionExactlyOneWins() throws Exception {
        String location = ReplicaFleet.upstream(one, "contested");
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                String etag = Objects.requireNonNull(one.admin().get().uri(location).exchange()
                        .returnResult(byte[].class).getResponseHeaders().getETag());
                int number = round;
                List<Future<Integer>> answers = new ArrayList<>();
                for (TestGateway gateway : List.of(one, other)) {
                    answers.add(clients.submit(() -> {
                        together.await();
                        return replace(gateway, location, etag, "contested " + number);
                    }));
                }
                assertThat(List.of(answers.get(0).get(), answers.get(1).get())).containsExactlyInAnyOrder(200, 412);
            }
        }
        awaitRevision(6, one, other);
    }

    @Test
    void revisionsRiseInTheOrderOfTheCommits() throws Exception {
        int each = 10;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                String name = "u" + i;
                made.add(clients.submit(() -> ReplicaFleet.upstream(one, name)));
                made.add(clients.submit(() -> ReplicaFleet.upstream(other, name + "'")));
            }
            for (Future<String> one : made) {
                assertThat(one.get()).isNotEmpty();
            }
        }
        awaitRevision(2L * each, one, other);
        assertThat(sql.sql("select revision from audit order by revision").query(Integer.class).list())
                .isEqualTo(IntStream.rangeClosed(1, 2 * each).boxed().toList());
        assertThat(other.bean(SnapshotHolder.class).current().upstreams()).hasSize(2 * each);
    }
}
