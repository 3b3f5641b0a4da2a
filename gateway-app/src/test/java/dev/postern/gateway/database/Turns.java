package dev.postern.gateway.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/// The turns of writers without a whole gateway around them.
public final class Turns {
    private Turns() {}

    public static WritersTurn of(JdbcClient sql, String url) {
        return new WritersTurn(sql, new Database(url));
    }
}
