package dev.postern.gateway.vault;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about a key-encryption key.
final class EncryptionKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableEncryptionKey> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, UnusableEncryptionKey cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Give 32 random bytes in base64, for example from `openssl rand -base64 32`, in"
                        + " postern.keys.encryption-key or in the file that postern.keys.encryption-key-file names; or give"
                        + " neither, and one is made in the data directory.",
                cause);
    }
}
