package dev.postern.gateway.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about the database.
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDatabase> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UnusableDatabase cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
