package dev.postern.gateway;

import dev.postern.gateway.database.OnPostgres;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// One gateway for all tests that leave no trace but objects of their own names, and another for those [OnPostgres]. They are closed with
/// the last of the tests.
public final class SharedGateway implements ParameterResolver {

    private record Running(TestGateway gateway) implements AutoCloseable {
        @Override
        public void close() {
            gateway.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == TestGateway.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        ExtensionContext.Store kept = test.getRoot().getStore(ExtensionContext.Namespace.create(SharedGateway.class));
        boolean shared = test.getRequiredTestClass().isAnnotationPresent(OnPostgres.class);
        return kept.computeIfAbsent(shared ? "gateway on PostgreSQL" : "gateway", absent -> start(), Running.class)
                .gateway();
    }

    private static Running start() {
        try {
            return new Running(TestGateway.start(Files.createTempDirectory("postern-test")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
