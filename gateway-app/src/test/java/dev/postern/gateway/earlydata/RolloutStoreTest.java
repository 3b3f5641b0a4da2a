package dev.postern.gateway.earlydata;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.database.Turns;
import dev.postern.gateway.earlydata.RolloutStore.StageRow;
import dev.postern.gateway.ledger.History;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// On both databases.
@Timeout(120)
@ExtendWith(SharedPostgres.class)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class RolloutStoreTest {
    private static final Duration AHEAD = Duration.ofMinutes(3);
    private static final Grants SOME = new Grants(List.of(new Grants.HostGrant(List.of("a.example"), true, 50, 10_000,
            List.of())));
    @Parameter
    boolean shared;
    private JdbcClient sql;
    private TransactionTemplate transactions;
    private RolloutStore rows;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres, @TempDir Path folder) {
        var source = new DriverManagerDataSource(shared ? postgres.newDatabase() : "jdbc:h2:file:" + folder + "/h2",
                "postern", "");
        Flyway.configure().dataSource(source).load().migrate();
        sql = JdbcClient.create(source);
        var manager = new JdbcTransactionManager(source);
        transactions = new TransactionTemplate(manager);
        rows = new RolloutStore(sql, new History(sql), new JsonMapper(), Turns.of(sql, String.valueOf(source.getUrl())),
                manager);
    }

    private Instant now() {
        return sql.sql("select current_timestamp").query(OffsetDateTime.class).single().toInstant();
    }

    @Test
    void theMomentOfEnablingCountsFromTheStatementThatSetsIt() {
        rows.await(1, SOME);
        Instant before = now();
        rows.enable(1, AHEAD);
        assertThat(rows.look().stages()).singleElement().satisfies(stage -> assertThat(stage.enabledAt())
                .isBetween(before.plus(AHEAD), now().plus(AHEAD)));
    }

    @Test
    void theMomentIsSetOnce() {
        rows.await(1, SOME);
        rows.enable(1, AHEAD);
        List<StageRow> first = rows.look().stages();
        rows.enable(1, AHEAD.multipliedBy(2));
        assertThat(rows.look().stages()).isEqualTo(first);
    }

    @Test
    void onlyTheNewestRevisionIsAcknowledged() {
        register("one");
        sql.sql("update ledger_head set revision = 5").update();
        assertThat(rows.acknowledge("one", 4, AHEAD)).isFalse();
        assertThat(rows.look().replicas()).singleElement()
                .satisfies(replica -> assertThat(replica.seenAt()).isNull());
        assertThat(rows.acknowledge("one", 5, AHEAD)).isTrue();
        assertThat(rows.look().replicas()).singleElement().matches(replica -> replica.revision() == 5)
                .matches(replica -> replica.lease().equals(AHEAD));
        assertThat(rows.acknowledge("nobody", 5, AHEAD)).isFalse();
    }

    private void register(String id) {
        sql.sql("insert into replica (id, name, applied_revision, started_at, seen_at)"
                + " values (?, ?, 4, current_timestamp, current_timestamp)").params(id, id).update();
    }

    /// Or a writer that looked before would take itself to be alone.
    @Test
    void whoBeginsToActWaitsForTheWriterAtWork() throws Exception {
        register("old");
        register("new");
        try (ExecutorService replica = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> begun = transactions.execute(status -> {
                sql.sql("select revision from ledger_head for update").query(Long.class).single();
                assertThat(rows.acknowledge("old", 0, AHEAD)).as("whom the writer knows").isTrue();
                Future<Boolean> waiting = replica.submit(() -> rows.begin("new", 0, AHEAD));
                assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                sql.sql("update ledger_head set revision = 1").update();
                return waiting;
            });
            assertThat(Objects.requireNonNull(begun).get()).as("it has what is no longer the newest").isFalse();
        }
        assertThat(rows.begin("new", 1, AHEAD)).isTrue();
    }

    /// A writer that came between may have taken itself to be alone.
    @Test
    void whoseLeaseEndsWhileTheDatabaseAnswersBeginsAnew() throws Exception {
        register("one");
        register("other");
        AtomicLong nanos = new AtomicLong();
        PolicyLease kept = new PolicyLease(AHEAD, nanos::get, () -> 0);
        long step = AHEAD.toNanos() * 2 / 3;
        PolicyLease ending = new PolicyLease(AHEAD, () -> nanos.getAndAdd(step), () -> 0);
        kept.renew(kept.now());
        ending.renew(ending.now());
        try (ExecutorService replica = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> begun = transactions.execute(status -> {
                sql.sql("select revision from ledger_head for update").query(Long.class).single();
                assertThat(rows.mayAct("one", 0, kept)).as("the writer waits for it").isTrue();
                Future<Boolean> waiting = replica.submit(() -> rows.mayAct("other", 0, ending));
                assertThatThrownBy(() -> waiting.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
                return waiting;
            });
            assertThat(Objects.requireNonNull(begun).get()).isTrue();
        }
    }

    @Test
    void aFurtherChangeKeepsWhatWasGrantedBeforeItself() {
        rows.await(1, SOME);
        rows.await(3, Grants.NONE);
        assertThat(rows.look().stages()).containsExactly(new StageRow(1, SOME, null),
                new StageRow(3, Grants.NONE, null));
    }

    @Test
    void whatIsOverIsNotReadAndForgottenLater() {
        rows.await(1, SOME);
        rows.await(2, SOME);
        rows.await(3, SOME);
        rows.enable(1, Duration.ZERO);
        rows.enable(2, AHEAD);
        assertThat(rows.look().stages()).extracting(StageRow::revision).containsExactly(2L, 3L);
        rows.forgetEnabledBefore(now().minus(AHEAD));
        assertThat(kept()).containsExactly(1L, 2L, 3L);
        rows.forgetEnabledBefore(now().plus(Duration.ofMinutes(1)));
        assertThat(kept()).containsExactly(2L, 3L);
    }

    private List<Long> kept() {
        return sql.sql("select revision from early_data_stage order by revision").query(Long.class).list();
    }
}
