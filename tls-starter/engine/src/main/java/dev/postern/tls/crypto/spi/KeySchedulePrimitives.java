package dev.postern.tls.crypto.spi;

/// HMAC and HKDF over one hash (RFC 5869), as the key schedule needs them.
public interface KeySchedulePrimitives {
    HashAlgorithm hash();

    /// HKDF-Extract.
    Secret extract(byte[] salt, byte[] inputKeyMaterial);

    /// HKDF-Expand.
    Secret expand(Secret pseudoRandomKey, byte[] info, int lengthBytes);

    byte[] hmac(Secret key, byte[] data);

    /// The bare hash.
    byte[] digest(byte[] data);
}
