package dev.postern.tls.wire;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes of a message that nobody can change: a value, so that messages can be records. Not for secrets.
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    public static Bytes copyOf(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /// A copy.
    public byte[] toArray() {
        return value.clone();
    }

    /// The unsigned byte at this index.
    public int at(int index) {
        return value[index] & 0xff;
    }

    public boolean endsWith(Bytes tail) {
        return value.length >= tail.value.length
                && MessageDigest.isEqual(Arrays.copyOfRange(value, value.length - tail.value.length, value.length),
                        tail.value);
    }

    /// Constant time: a caller need not think about whether these bytes are a MAC.
    public boolean matches(byte[] bytes) {
        return MessageDigest.isEqual(value, bytes);
    }

    void writeTo(WireWriter out) {
        out.bytes(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && MessageDigest.isEqual(value, bytes.value);
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
