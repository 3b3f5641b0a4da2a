package dev.postern.tls.pair;

import dev.postern.tls.crypto.spi.RandomSource;

import java.util.SplittableRandom;

/// The same bytes in every run.
public final class TestRandom implements RandomSource {
    private final SplittableRandom random;

    public TestRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
