package dev.postern.gateway.database;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The gateways of this test keep their configuration in a PostgreSQL, each data directory in a database of its own; without it, in an H2
/// file. For a class that adds nothing to the one it extends.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PostgresPerFolder.class)
public @interface OnPostgres {
}
