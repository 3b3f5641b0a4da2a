package dev.postern.gateway.ledger;

import dev.postern.gateway.database.PostgresServer;
import dev.postern.gateway.database.SharedPostgres;
import dev.postern.gateway.ledger.History.Head;
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

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// On both databases; each `History` is another process.
@Timeout(120)
@ExtendWith(SharedPostgres.class)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class HistoryTest {
    @Parameter
    boolean shared;
    private JdbcClient sql;
    private TransactionTemplate transactions;

    @BeforeEach
    void anEmptyDatabase(PostgresServer postgres, @TempDir Path folder) {
        var source = new DriverManagerDataSource(shared ? postgres.newDatabase() : "jdbc:h2:file:" + folder + "/h2",
                "postern", "");
        Flyway.configure().dataSource(source).load().migrate();
        sql = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /// As whoever has just read the store does it.
    private void write(int times) {
        History writer = new History(sql);
        for (int i = 0; i < times; i++) {
            writer.append(writer.follow().next());
        }
    }

    private void restoreACopyOf(long revision) {
        sql.sql("delete from ledger_stamp where revision > ?").param(revision).update();
        sql.sql("update ledger_head set revision = ?").param(revision).update();
    }

    @Test
    void followsWhatOthersWrite() {
        History history = new History(sql);
        assertThat(history.follow().revision()).isZero();
        write(3);
        assertThat(history.follow().revision()).isEqualTo(3);
        assertThat(history.follow().stamp()).isNotEmpty();
        write(1);
        assertThat(history.follow().revision()).isEqualTo(4);
    }

    @Test
    void noticesThatTheStoreLacksWhatWasSeen() {
        write(3);
        History history = new History(sql);
        history.follow();
        restoreACopyOf(2);
        assertThatThrownBy(history::follow).isInstanceOf(OtherHistory.class)
                .hasMessageContaining("at revision 2, older than 3").hasMessageContaining("A restart serves");
        assertThat(new History(sql).follow().revision()).as("after a restart").isEqualTo(2);
    }

    @Test
    void noticesAnotherWriteOfTheSameRevision() {
        write(3);
        History history = new History(sql);
        history.follow();
        restoreACopyOf(2);
        write(1);
        assertThatThrownBy(history::follow).isInstanceOf(OtherHistory.class).hasMessageContaining("another revision 3");
        assertThat(new History(sql).follow().revision()).as("after a restart").isEqualTo(3);
    }

    @Test
    void noticesAnotherWriteAlsoWhenTheStoreIsFurtherOn() {
        write(3);
        History history = new History(sql);
        history.follow();
        restoreACopyOf(2);
        write(5);
        assertThatThrownBy(history::follow).isInstanceOf(OtherHistory.class).hasMessageContaining("another revision 3");
    }

    @Test
    void aCopyThatHasAllThatWasSeenIsTheSame() {
        write(2);
        History history = new History(sql);
        history.follow();
        write(1);
        restoreACopyOf(2);
        write(2);
        assertThat(history.follow().revision()).isEqualTo(4);
    }

    @Test
    void whatAnOlderReleaseWroteHasNoStampAndIsTakenForTheSame() {
        History history = new History(sql);
        history.saw(new Head(1, ""));
        write(2);
        assertThat(history.follow().revision()).isEqualTo(2);
        sql.sql("update ledger_head set revision = 3").update();
        assertThat(history.follow()).isEqualTo(new Head(3, ""));
        write(1);
        assertThat(history.follow().revision()).isEqualTo(4);
    }

    @Test
    void whatWasUndoneWasNeverSeen() {
        History history = new History(sql);
        transactions.executeWithoutResult(status -> {
            history.append(history.follow().next());
            status.setRollbackOnly();
        });
        write(1);
        assertThat(history.follow().revision()).isEqualTo(1);
    }
}
