package dev.postern.gateway.vault;

import org.jspecify.annotations.Nullable;

/// The key-encryption key that was given cannot be used, so the process does not start.
public final class UnusableEncryptionKey extends RuntimeException {
    private static final String MAKE_ONE = "Give 32 random bytes in base64, for example from `openssl rand -base64 32`, in"
            + " postern.keys.encryption-key or in the file that postern.keys.encryption-key-file names; or give"
            + " neither, and one is made in the data directory.";
    private static final String SHARE_IT = "Give every replica the same key, in postern.keys.encryption-key or in the file"
            + " that postern.keys.encryption-key-file names. If the key of before is lost, `delete from key_check` and"
            + " `delete from ticket_key_ring` in the database let it begin with this one: private keys then have to be"
            + " uploaded again.";
    private final String action;

    private UnusableEncryptionKey(String sentence, String action, @Nullable Throwable cause) {
        super(sentence, cause);
        this.action = action;
    }

    UnusableEncryptionKey(String sentence, @Nullable Throwable cause) {
        this(sentence, MAKE_ONE, cause);
    }

    /// It is none of those who share the database.
    public static UnusableEncryptionKey foreign() {
        return new UnusableEncryptionKey("The key-encryption key is not the one that the database's secrets are sealed"
                + " with; nothing of them was overwritten.", SHARE_IT, null);
    }

    String action() {
        return action;
    }
}
