package dev.postern.gateway.database;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;

/// One PostgreSQL for all tests that never stop it; each makes a database of its own. It ends with the last of them.
public final class SharedPostgres implements ParameterResolver {

    private record Running(PostgresServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return of(test);
    }

    public static PostgresServer of(ExtensionContext test) {
        return test.getRoot().getStore(ExtensionContext.Namespace.create(SharedPostgres.class))
                .computeIfAbsent("postgres", absent -> start(), Running.class).server();
    }

    private static Running start() {
        try {
            return new Running(new PostgresServer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
