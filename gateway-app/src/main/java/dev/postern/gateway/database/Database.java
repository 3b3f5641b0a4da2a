package dev.postern.gateway.database;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// What kind of database the environment names (`spring.datasource.url`). Both run the same migrations and the same statements; here is
/// the little that differs.
@Component
public final class Database {
    private final boolean shared;

    Database(@Value("${spring.datasource.url}") String url) {
        this.shared = DatabaseUrl.isPostgres(url);
    }

    /// Whether other processes may serve from it too.
    public boolean isShared() {
        return shared;
    }

    /// A column of text in the order of its characters' numbers, as Java and H2 sort it: a PostgreSQL sorts by the language it was made
    /// with, and a page would not go on where the last one ended.
    public String ordered(String column) {
        return shared ? column + " collate \"C\"" : column;
    }
}
