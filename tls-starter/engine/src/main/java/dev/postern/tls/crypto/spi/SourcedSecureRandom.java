package dev.postern.tls.crypto.spi;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/// A [SecureRandom] over our [RandomSource]: whoever replays a trace decides every bit, also those that other libraries draw.
@SuppressWarnings("serial") // never serialised; SecureRandom makes every subclass say so
final class SourcedSecureRandom extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    SourcedSecureRandom(RandomSource source) {
        super(new Source(source), null);
    }

    @Override
    public String getAlgorithm() {
        return "RandomSource";
    }

    @SuppressWarnings("serial")
    private static final class Source extends SecureRandomSpi {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient RandomSource source;

        Source(RandomSource source) {
            this.source = source;
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            source.fill(bytes);
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            // a source has its own seed
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            return source.bytes(length);
        }
    }
}
