package dev.postern.gateway.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Tells the other replicas that there is something new in the database.
@Component
public final class ChangeSignal {
    static final String CHANNEL = "postern";
    private final Database kind;
    private final JdbcClient database;

    ChangeSignal(Database kind, JdbcClient database) {
        this.kind = kind;
        this.database = database;
    }

    /// Called inside the transaction of the change: PostgreSQL sends the word when it is committed, and not at all when it is undone.
    public void raise() {
        if (kind.isShared()) {
            database.sql("select pg_notify(?, '')").param(CHANNEL).query((row, n) -> CHANNEL).list();
        }
    }
}
