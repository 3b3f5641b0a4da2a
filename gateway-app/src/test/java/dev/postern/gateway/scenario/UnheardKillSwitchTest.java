package dev.postern.gateway.scenario;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The kill switch was engaged by another replica, and no word of it came through: whoever looks finds it, whatever else goes on.
@Timeout(300)
@ExtendWith(SharedPostgres.class)
class UnheardKillSwitchTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int MORE_THAN_CONNECTIONS = 20;
    @TempDir
    Path folder;
    private DriverManagerDataSource database;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres) {
        database = new DriverManagerDataSource(postgres.newDatabase(), "postern", "");
    }

    private TestGateway start(String... settings) throws Exception {
        TestGateway gateway = new ReplicaFleet(folder, String.valueOf(database.getUrl())).start("one", ReplicaFleet.KEY,
                settings);
        EarlyDataGate gate = gateway.bean(EarlyDataGate.class);
        Await.until("early data is refused", () -> gate.refusal().isEmpty());
        return gateway;
    }

    private void refusesInTime(TestGateway gateway) throws Exception {
        EarlyDataGate gate = gateway.bean(EarlyDataGate.class);
        JdbcClient.create(database).sql("update early_data_switch set engaged = true").update();
        Await.within(PROMISED, "early data is not refused",
                () -> gate.refusal().equals(Optional.of(EarlyDataReason.KILL_SWITCH)));
    }

    @Test
    void isFoundInTimeHoweverLongTheLeaseIs() throws Exception {
        try (TestGateway gateway = start("--postern.early-data.lease=10m")) {
            refusesInTime(gateway);
        }
    }

    /// They would have all connections to the database, each until its turn comes.
    @Test
    void isFoundInTimeWhileManyWaitToWrite() throws Exception {
        try (TestGateway gateway = start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Connection writer = database.getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().execute("select revision from ledger_head for update");
            Ledger ledger = gateway.bean(Ledger.class);
            for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
                clients.submit(() -> ledger.write("test", true, change -> change));
            }
            awaitWriters();
            refusesInTime(gateway);
            writer.rollback();
        }
    }

    private void awaitWriters() throws InterruptedException {
        JdbcClient sql = JdbcClient.create(database);
        Await.until("nobody waits", () -> sql.sql("select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'").query(Integer.class)
                .single() > 0);
    }
}
