package dev.postern.gateway.replay;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about the shared replay store.
final class ReplayStoreFailureAnalyzer extends AbstractFailureAnalyzer<UnusableReplayStore> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UnusableReplayStore cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
