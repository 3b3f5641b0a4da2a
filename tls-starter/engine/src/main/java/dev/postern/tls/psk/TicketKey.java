package dev.postern.tls.psk;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// A key that seals tickets, and the name by which a ticket says which key sealed it. The name is public, the material leaves
/// this class only for [TicketKeyRing#save].
///
/// Thread-safe: deriving and destroying exclude each other, so that nobody ever seals with a key that is half wiped (tickets under an
/// all-zero key were CVE-2020-13777).
public final class TicketKey {
    public static final int NAME_BYTES = 16;
    public static final int KEY_BYTES = 32;
    static final int SAVED_BYTES = NAME_BYTES + KEY_BYTES + Long.BYTES;
    private static final byte[] LABEL = "postern ticket v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] name;
    private final Secret material;
    private final long createdAtMillis;

    /// Takes the material over.
    ///
    /// @param name            [#NAME_BYTES] bytes, unique among the keys in use
    /// @param material        [#KEY_BYTES] random bytes
    /// @param createdAtMillis milliseconds since the epoch
    public TicketKey(byte[] name, Secret material, long createdAtMillis) {
        if (name.length != NAME_BYTES || material.length() != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a ticket key has a name of %d bytes and %d bytes of material, got %d and %d"
                            .formatted(NAME_BYTES, KEY_BYTES, name.length, material.length()));
        }
        if (isAllZero(material.expose())) {
            throw new IllegalArgumentException("a ticket key of zeros would be known to everybody");
        }
        this.name = name.clone();
        this.material = material;
        this.createdAtMillis = createdAtMillis;
    }

    /// A fresh key.
    public static TicketKey generate(RandomSource random, long nowMillis) {
        return new TicketKey(random.bytes(NAME_BYTES), Secret.wrap(random.bytes(KEY_BYTES)), nowMillis);
    }

    static TicketKey restore(ByteBuffer in) {
        byte[] name = new byte[NAME_BYTES];
        byte[] material = new byte[KEY_BYTES];
        in.get(name).get(material);
        return new TicketKey(name, Secret.wrap(material), in.getLong());
    }

    synchronized void save(ByteBuffer out) {
        out.put(name).put(material.expose()).putLong(createdAtMillis);
    }

    public byte[] name() {
        return name.clone();
    }

    /// The name in hex, for people.
    public String id() {
        return HexFormat.of().formatHex(name);
    }

    public long createdAtMillis() {
        return createdAtMillis;
    }

    /// The key of one ticket: HKDF-Expand over the ticket's own salt, so that no nonce is ever used twice however many tickets one key
    /// seals. Empty once destroyed.
    synchronized Optional<Secret> deriveFor(byte[] salt, KeySchedulePrimitives primitives) {
        if (material.isDestroyed()) {
            return Optional.empty();
        }
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + salt.length);
        System.arraycopy(salt, 0, info, LABEL.length, salt.length);
        return Optional.of(primitives.expand(material, info, KEY_BYTES));
    }

    boolean isNamed(byte[] candidate) {
        return MessageDigest.isEqual(name, candidate);
    }

    /// Wipes the material: tickets under this key can be opened no more, and what they protected keeps its forward secrecy.
    public synchronized void destroy() {
        material.destroy();
    }

    private static boolean isAllZero(byte[] bytes) {
        int or = 0;
        for (byte b : bytes) {
            or |= b;
        }
        return or == 0;
    }

    @Override
    public String toString() {
        return "TicketKey[" + id() + "]";
    }
}
