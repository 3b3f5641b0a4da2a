package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;

/// What FIPS 203 says of ML-KEM-768's encodings, for every provider.
public final class MlKem768 {
    public static final int ENCAPSULATION_KEY_BYTES = 1184;
    public static final int CIPHERTEXT_BYTES = 1088;

    private static final int COEFFICIENT_BYTES = 1152;
    private static final int MODULUS = 3329;

    private MlKem768() {}

    /// FIPS 203 7.2, the modulus check: RFC 10024 has the server abort with illegal_parameter when it fails.
    public static void requireEncapsulationKey(byte[] key) {
        KeyShares.requireLength(NamedGroup.MLKEM768, key, ENCAPSULATION_KEY_BYTES);
        for (int i = 0; i < COEFFICIENT_BYTES; i += 3) {
            int low = (key[i] & 0xff) | (key[i + 1] & 0x0f) << 8;
            int high = (key[i + 1] & 0xf0) >>> 4 | (key[i + 2] & 0xff) << 4;
            if (low >= MODULUS || high >= MODULUS) {
                throw KeyShares.refused(NamedGroup.MLKEM768,
                        "an encapsulation key with a coefficient above the modulus");
            }
        }
    }
}
