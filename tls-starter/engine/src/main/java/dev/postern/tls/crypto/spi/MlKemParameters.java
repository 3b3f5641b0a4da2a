package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;

/// The parameter sets of FIPS 203 that TLS has groups for, and what it says of their encodings, for every provider.
public enum MlKemParameters {
    ML_KEM_768(0x0201, 1184, 1088),
    ML_KEM_1024(0x0202, 1568, 1568);

    private static final int SEED_BYTES = 32;
    private static final int MODULUS = 3329;

    private final int group;
    private final int encapsulationKeyBytes;
    private final int ciphertextBytes;

    MlKemParameters(int group, int encapsulationKeyBytes, int ciphertextBytes) {
        this.group = group;
        this.encapsulationKeyBytes = encapsulationKeyBytes;
        this.ciphertextBytes = ciphertextBytes;
    }

    /// The group that is this KEM alone.
    public NamedGroup group() {
        return new NamedGroup(group);
    }

    public int encapsulationKeyBytes() {
        return encapsulationKeyBytes;
    }

    public int ciphertextBytes() {
        return ciphertextBytes;
    }

    /// FIPS 203 7.2, the modulus check: RFC 10024 has the server abort with illegal_parameter when it fails.
    public void requireEncapsulationKey(byte[] key) {
        KeyShares.requireLength(group(), key, encapsulationKeyBytes);
        for (int i = 0; i < encapsulationKeyBytes - SEED_BYTES; i += 3) {
            int low = (key[i] & 0xff) | (key[i + 1] & 0x0f) << 8;
            int high = (key[i + 1] & 0xf0) >>> 4 | (key[i + 2] & 0xff) << 4;
            if (low >= MODULUS || high >= MODULUS) {
                throw KeyShares.refused(group(), "an encapsulation key with a coefficient above the modulus");
            }
        }
    }
}
