package dev.postern.tls.psk;

import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;

import java.security.MessageDigest;
import java.util.HexFormat;

/// A key that both ends got outside of TLS (RFC 9846 4.3.11). It authenticates both, in place of certificates, always together with a key
/// exchange, and it lasts: it is used on many connections, so it never carries early data, which nothing would keep fresh.
///
/// Better not used as it is but imported ([PskImporter]), which binds it to protocol, hash and roles (RFC 9257 6).
public final class ExternalPsk {
    /// RFC 9257 6: at least 128 bits, of entropy. Whoever records one handshake can try every key that is guessed more easily.
    static final int LEAST_KEY_BYTES = 16;
    private static final int MOST_IDENTITY_BYTES = 0xffff;

    private final byte[] identity;
    private final Secret key;
    private final HashAlgorithm hash;
    private final PskHolder holder;
    private final boolean imported;

    private ExternalPsk(byte[] identity, Secret key, HashAlgorithm hash, PskHolder holder, boolean imported) {
        if (identity.length == 0 || identity.length > MOST_IDENTITY_BYTES) {
            throw new IllegalArgumentException("a PSK identity is 1 to 65535 bytes, got " + identity.length);
        }
        if (key.length() < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a PSK is " + LEAST_KEY_BYTES + " bytes at least, got " + key.length());
        }
        this.identity = identity.clone();
        this.key = key;
        this.hash = hash;
        this.holder = holder;
        this.imported = imported;
    }

    /// A key that is used as it is.
    ///
    /// @param identity known to both ends; it goes over the wire in the clear
    /// @param key      stays the caller's, and must outlive every configuration with this PSK
    /// @param hash     agreed with the key; SHA-256 where nobody said anything
    public static ExternalPsk of(byte[] identity, Secret key, HashAlgorithm hash) {
        return new ExternalPsk(identity, key, hash, new PskHolder(identity), false);
    }

    static ExternalPsk imported(byte[] importedIdentity, Secret key, HashAlgorithm target, byte[] externalIdentity) {
        return new ExternalPsk(importedIdentity, key, target, new PskHolder(externalIdentity), true);
    }

    /// As it goes over the wire.
    public byte[] identity() {
        return identity.clone();
    }

    public boolean isNamed(byte[] name) {
        return MessageDigest.isEqual(identity, name);
    }

    public Secret key() {
        return key;
    }

    /// RFC 9846 4.3.11: each PSK is associated with a single hash algorithm, and used with no other.
    public HashAlgorithm hash() {
        return hash;
    }

    /// Who a peer is that knows it.
    public PskHolder holder() {
        return holder;
    }

    /// Whether it was imported: the binder of one that was has a label of its own (RFC 9258 5.2).
    public boolean isImported() {
        return imported;
    }

    @Override
    public String toString() {
        return "external PSK " + HexFormat.of().formatHex(identity);
    }
}
