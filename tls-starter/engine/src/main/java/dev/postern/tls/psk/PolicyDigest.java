package dev.postern.tls.psk;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /// The digest of this and of one thing more.
    public PolicyDigest and(long part) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(value);
            return new PolicyDigest(sha256.digest(ByteBuffer.allocate(Long.BYTES).putLong(part).array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDigest digest && MessageDigest.isEqual(value, digest.value);
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
