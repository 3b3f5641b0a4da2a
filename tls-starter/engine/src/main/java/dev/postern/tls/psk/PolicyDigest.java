package dev.postern.tls.psk;

import java.util.Arrays;
import java.util.HexFormat;

/// A digest of the policy that a ticket was issued under. Not a secret: it only travels inside sealed tickets.
public final class PolicyDigest {
    public static final int BYTES = 32;

    private final byte[] value;

    /// @param value exactly [#BYTES] bytes, a SHA-256
    public PolicyDigest(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a policy digest is " + BYTES + " bytes, got " + value.length);
        }
        this.value = value.clone();
    }

    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDigest digest && java.security.MessageDigest.isEqual(value, digest.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value, 0, 8);
    }
}
