package dev.postern.gateway.database;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Gives every data directory a database, the same one after a restart.
final class PostgresPerFolder implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
        PostgresServer postgres = SharedPostgres.of(test);
        Map<String, String> databases = new ConcurrentHashMap<>();
        TestGateway.keepDatabasesAt(
                folder -> databases.computeIfAbsent(folder.toString(), _ -> postgres.newDatabase()));
    }

    @Override
    public void afterAll(ExtensionContext test) {
        TestGateway.keepDatabasesInTheirFolders();
    }
}
