package dev.postern.tls.crypto.spi;

/// The AEADs of the cipher suites. Nonce 12 bytes and tag 16 bytes in all of them.
///
/// | AEAD | key | records under one key before a key update is due (RFC 9846 5.5) |
/// | --- | --- | --- |
/// | AES-GCM | 16 or 32 bytes | 2^24 here; the bound is about 2^24.5 full-size records |
/// | ChaCha20-Poly1305 | 32 bytes | none: the sequence number ends first |
public enum AeadAlgorithm {
    AES_128_GCM(16),
    AES_256_GCM(32),
    CHACHA20_POLY1305(32);

    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private final int keyBytes;

    AeadAlgorithm(int keyBytes) {
        this.keyBytes = keyBytes;
    }

    public int keyBytes() {
        return keyBytes;
    }
}
