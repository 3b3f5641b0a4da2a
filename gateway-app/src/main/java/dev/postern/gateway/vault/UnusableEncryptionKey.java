package dev.postern.gateway.vault;

import org.jspecify.annotations.Nullable;

/// The key-encryption key that was given cannot be used, so the process does not start.
public final class UnusableEncryptionKey extends RuntimeException {
    UnusableEncryptionKey(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
