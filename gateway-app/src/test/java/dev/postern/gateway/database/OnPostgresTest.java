package dev.postern.gateway.database;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.sql.DataSource;
import java.nio.file.Path;
import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;

@OnPostgres
class OnPostgresTest {
    @TempDir
    Path folder;

    private String database() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder);
                Connection connection = gateway.bean(DataSource.class).getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            return connection.getCatalog();
        }
    }

    @Test
    void aGatewayThatIsStartedAgainFindsItsDatabase() throws Exception {
        assertThat(database()).isEqualTo(database());
    }
}
