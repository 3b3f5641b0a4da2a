package dev.postern.gateway.database;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.replicas.ReplicaFleet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(120)
@ExtendWith(SharedPostgres.class)
class WritersTurnTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    @TempDir
    Path folder;
    private String url;
    private JdbcClient sql;
    private TransactionTemplate transactions;

    @BeforeEach
    void aDatabase(PostgresServer postgres) {
        url = postgres.newDatabase();
        var source = new DriverManagerDataSource(url, "postern", "");
        sql = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    private void aHead() {
        sql.sql("create table ledger_head (id int primary key, revision bigint not null)").update();
        sql.sql("insert into ledger_head values (1, 7)").update();
    }

    private WritersTurn turn(Duration longestSilence, Duration longestWait) {
        return new WritersTurn(sql, new Database(url), longestSilence, longestWait);
    }

    /// A writer that holds its turn and says nothing until it is let go on; its commit fails when the database ended it.
    private final class Stuck implements AutoCloseable {
        private final CountDownLatch let = new CountDownLatch(1);
        private final CountDownLatch has = new CountDownLatch(1);
        private final FutureTask<Void> writer;

        Stuck(WritersTurn turn) throws InterruptedException {
            writer = new FutureTask<>(() -> {
                transactions.executeWithoutResult(status -> {
                    turn.take();
                    sql.sql("update ledger_head set revision = 8").update();
                    has.countDown();
                    await(let);
                });
                return null;
            });
            Thread.ofPlatform().daemon().start(writer);
            assertThat(has.await(1, TimeUnit.MINUTES)).isTrue();
        }

        @Override
        public void close() {
            let.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWriterThatHangsLosesItsTurnAndWhatItWrote() throws Exception {
        aHead();
        try (Stuck stuck = new Stuck(turn(SHORT, LONG))) {
            assertThat(transactions.<Long>execute(status -> turn(LONG, LONG).take())).isEqualTo(7);
            stuck.close();
            assertThatThrownBy(() -> stuck.writer.get(1, TimeUnit.MINUTES)).as("its commit").hasCauseInstanceOf(
                    RuntimeException.class);
            assertThat(sql.sql("select revision from ledger_head").query(Long.class).single()).isEqualTo(7);
        }
    }

    @Test
    void whoWaitsTooLongForATurnIsTold() throws Exception {
        aHead();
        try (Stuck stuck = new Stuck(turn(LONG, LONG))) {
            assertThatThrownBy(() -> transactions.execute(status -> turn(LONG, SHORT).take()))
                    .isInstanceOf(DataAccessException.class).hasMessageContaining("lock timeout");
            stuck.close();
            stuck.writer.get(1, TimeUnit.MINUTES);
            assertThat(transactions.<Long>execute(status -> turn(LONG, SHORT).take())).isEqualTo(8);
        }
    }

    @Test
    void boundsEveryWriteOfTheLedgerAndNothingBehindIt() throws Exception {
        try (TestGateway gateway = new ReplicaFleet(folder, url).start("one")) {
            List<String> inside = gateway.bean(Ledger.class).write("test", true, change -> bounds(gateway));
            assertThat(inside).containsExactly("30s", "8s");
            assertThat(bounds(gateway)).as("the session").containsExactly("0", "0");
        }
    }

    private static List<String> bounds(TestGateway gateway) {
        return gateway.bean(JdbcClient.class)
                .sql("select current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout')")
                .query((row, n) -> List.of(row.getString(1), row.getString(2))).single();
    }
}
