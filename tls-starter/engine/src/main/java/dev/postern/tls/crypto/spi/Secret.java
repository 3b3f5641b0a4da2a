package dev.postern.tls.crypto.spi;

import java.security.MessageDigest;
import java.util.Arrays;

/// Key material. Never prints, compares in constant time, and is wiped when its owner is done with it.
///
/// Not thread-safe: one connection owns it.
public final class Secret {
    private final byte[] bytes;
    private boolean destroyed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Takes the array over: the caller must not keep it.
    public static Secret wrap(byte[] bytes) {
        return new Secret(bytes);
    }

    /// Copies the bytes; the caller still has to wipe its own.
    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    public int length() {
        return bytes.length;
    }

    /// The one way to the bytes: the live array, not a copy. Search for callers of this to see where secrets go.
    ///
    /// @throws IllegalStateException once destroyed
    public byte[] expose() {
        if (destroyed) {
            throw new IllegalStateException("this secret was destroyed");
        }
        return bytes;
    }

    /// Overwrites the bytes with zeros. Idempotent.
    public void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    public boolean isDestroyed() {
        return destroyed;
    }

    /// Constant time, so that a guess learns nothing from how long the comparison took.
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
