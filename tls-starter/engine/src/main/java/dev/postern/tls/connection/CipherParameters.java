package dev.postern.tls.connection;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.HashAlgorithm;

/// What a cipher suite stands for (RFC 9846 B.4).
public record CipherParameters(AeadAlgorithm aead, HashAlgorithm hash) {

    /// Whether we know it at all; what a host allows is its configuration's business.
    public static boolean knows(CipherSuite suite) {
        return suite.code() >= 0x1301 && suite.code() <= 0x1303;
    }

    /// @throws IllegalArgumentException for a suite that we do not know
    public static CipherParameters of(CipherSuite suite) {
        return switch (suite.code()) {
            case 0x1301 -> new CipherParameters(AeadAlgorithm.AES_128_GCM, HashAlgorithm.SHA256);
            case 0x1302 -> new CipherParameters(AeadAlgorithm.AES_256_GCM, HashAlgorithm.SHA384);
            case 0x1303 -> new CipherParameters(AeadAlgorithm.CHACHA20_POLY1305, HashAlgorithm.SHA256);
            default -> throw new IllegalArgumentException("no cipher suite of TLS 1.3 that we know: " + suite);
        };
    }
}
