package dev.postern.tls.crypto.spi;

import java.security.SecureRandom;

/// Where randomness comes from: a CSPRNG in production, a script in the tests.
@FunctionalInterface
public interface RandomSource {
    void fill(byte[] bytes);

    default byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        fill(bytes);
        return bytes;
    }

    /// The same bytes for interfaces that ask for a [SecureRandom].
    default SecureRandom asSecureRandom() {
        return new SourcedSecureRandom(this);
    }
}
