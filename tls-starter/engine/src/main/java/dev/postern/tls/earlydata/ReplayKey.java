package dev.postern.tls.earlydata;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// Names one ClientHello in a replay store: the first 16 bytes of a hash over its validated binder. Not a secret.
public final class ReplayKey {
    public static final int BYTES = 16;

    private final byte[] value;

    /// @param value exactly [#BYTES] bytes
    public ReplayKey(byte[] value) {
        if (value.length != BYTES) {
            throw new IllegalArgumentException("a replay key is " + BYTES + " bytes, got " + value.length);
        }
        this.value = value.clone();
    }

    public byte[] bytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReplayKey key && MessageDigest.isEqual(value, key.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
