package dev.postern.tls.crypto.spi;

/// Where randomness comes from: a CSPRNG in production, a script in the tests.
@FunctionalInterface
public interface RandomSource {
    void fill(byte[] bytes);

    default byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        fill(bytes);
        return bytes;
    }
}
