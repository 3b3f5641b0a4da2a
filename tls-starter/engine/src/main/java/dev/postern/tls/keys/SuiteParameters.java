package dev.postern.tls.keys;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.HashAlgorithm;

import java.util.Optional;

/// What a cipher suite stands for (RFC 9846 B.4).
public record SuiteParameters(AeadAlgorithm aead, HashAlgorithm hash) {
    private static final SuiteParameters AES_128_GCM_SHA256 = new SuiteParameters(AeadAlgorithm.AES_128_GCM,
            HashAlgorithm.SHA256);
    private static final SuiteParameters AES_256_GCM_SHA384 = new SuiteParameters(AeadAlgorithm.AES_256_GCM,
            HashAlgorithm.SHA384);
    private static final SuiteParameters CHACHA20_POLY1305_SHA256 = new SuiteParameters(
            AeadAlgorithm.CHACHA20_POLY1305, HashAlgorithm.SHA256);

    /// Empty for a suite that this engine does not have.
    public static Optional<SuiteParameters> of(CipherSuite suite) {
        return switch (suite.code()) {
            case 0x1301 -> Optional.of(AES_128_GCM_SHA256);
            case 0x1302 -> Optional.of(AES_256_GCM_SHA384);
            case 0x1303 -> Optional.of(CHACHA20_POLY1305_SHA256);
            default -> Optional.empty();
        };
    }
}
