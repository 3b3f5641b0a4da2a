package dev.postern.gateway.database;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Duration;

/// One writer at a time over all replicas: who has the turn holds the head row until the end of its transaction.
///
/// A process that hangs inside its turn (suspended, partitioned, out of memory) would keep the kill switch and revoked keys from every
/// other one for as long as its connection lives. So the database ends a turn in which nobody speaks, and a wait for one that takes too
/// long. Both are set for the transaction alone: a pooler between would hand a session's settings to others, or refuse them.
@Component
public final class WritersTurn {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    /// Shorter than the driver waits for an answer: the connection is not lost over it.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final JdbcClient sql;
    private final Database database;
    private final Duration longestSilence;
    private final Duration longestWait;

    @Autowired
    WritersTurn(JdbcClient sql, Database database) {
        this(sql, database, LONGEST_SILENCE, LONGEST_WAIT);
    }

    WritersTurn(JdbcClient sql, Database database, Duration longestSilence, Duration longestWait) {
        this.sql = sql;
        this.database = database;
        this.longestSilence = longestSilence;
        this.longestWait = longestWait;
    }

    /// Inside a transaction, as its first statement.
    ///
    /// @return the revision of the last write
    /// @throws DataAccessException when another writer does not end
    public long take() {
        if (database.isShared()) {
            sql.sql("select set_config('idle_in_transaction_session_timeout', ?, true), set_config('lock_timeout', ?, true)")
                    .params(millis(longestSilence), millis(longestWait)).query().singleRow();
        }
        return sql.sql("select revision from ledger_head where id = 1 for update").query(Long.class).single();
    }

    private static String millis(Duration length) {
        return length.toMillis() + "ms";
    }
}
