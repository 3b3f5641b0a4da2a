package dev.postern.gateway.vault;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about a key-encryption key.
final class EncryptionKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableEncryptionKey> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UnusableEncryptionKey cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
