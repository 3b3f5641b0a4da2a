package dev.postern.tls.crypto.spi;

import java.util.Set;

/// The three algorithms of one use of HPKE, by their numbers (RFC 9180 7).
///
/// @param kem  how a key is encapsulated
/// @param kdf  how keys are derived from it
/// @param aead what they protect with
public record HpkeSuite(int kem, int kdf, int aead) {
    /// DHKEM(P-256, HKDF-SHA256).
    public static final int KEM_P256 = 0x0010;
    /// DHKEM(X25519, HKDF-SHA256).
    public static final int KEM_X25519 = 0x0020;
    public static final int KDF_HKDF_SHA256 = 0x0001;
    public static final int AEAD_AES_128_GCM = 0x0001;
    public static final int AEAD_AES_256_GCM = 0x0002;
    public static final int AEAD_CHACHA20_POLY1305 = 0x0003;
    /// How much longer a ciphertext is than its plaintext, with each of these AEADs.
    public static final int TAG_BYTES = 16;

    /// What a provider that has HPKE offers.
    public static final Set<HpkeSuite> ALL = Set.of(new HpkeSuite(KEM_X25519, KDF_HKDF_SHA256, AEAD_AES_128_GCM),
            new HpkeSuite(KEM_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM),
            new HpkeSuite(KEM_X25519, KDF_HKDF_SHA256, AEAD_CHACHA20_POLY1305),
            new HpkeSuite(KEM_P256, KDF_HKDF_SHA256, AEAD_AES_128_GCM),
            new HpkeSuite(KEM_P256, KDF_HKDF_SHA256, AEAD_AES_256_GCM),
            new HpkeSuite(KEM_P256, KDF_HKDF_SHA256, AEAD_CHACHA20_POLY1305));
}
