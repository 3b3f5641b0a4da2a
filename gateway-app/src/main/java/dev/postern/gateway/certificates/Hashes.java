package dev.postern.gateway.certificates;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 without the exception that no JDK throws.
final class Hashes {
    private Hashes() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
