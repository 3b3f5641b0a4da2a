package dev.postern.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about the admin token.
final class AdminTokenFailureAnalyzer extends AbstractFailureAnalyzer<UnusableAdminToken> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UnusableAdminToken cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
