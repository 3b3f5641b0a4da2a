package dev.postern.gateway.database;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

/// In a rolling update the release before goes on with the schema of this one, as after a rollback: what it reads and writes must be there.
class MigrationsTest {

    @Test
    void onlyAdd() throws Exception {
        Resource[] migrations = new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql");
        assertThat(migrations).hasSizeGreaterThan(5);
        for (Resource migration : migrations) {
            String statements = migration.getContentAsString(StandardCharsets.UTF_8).replaceAll("--.*", "")
                    .toLowerCase(Locale.ROOT);
            assertThat(statements).as(migration.getFilename())
                    .doesNotContainPattern("\\b(drop|rename|truncate|delete from|alter column)\\b");
        }
    }
}
