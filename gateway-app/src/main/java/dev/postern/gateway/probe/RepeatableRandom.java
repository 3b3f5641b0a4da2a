package dev.postern.gateway.probe;

import dev.postern.tls.crypto.spi.RandomSource;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;

/// Real randomness that can be had a second time: with it, the same ticket and the same clock, a client writes the same first flight, and
/// still has the keys to understand what the server answers to the copy. Who captures a flight has the bytes alone.
///
/// Not thread-safe: one connection draws from it at a time.
final class RepeatableRandom implements RandomSource {
    private final SecureRandom random = new SecureRandom();
    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
        drawn.writeBytes(bytes);
    }

    /// A source of the bytes drawn so far, from their beginning.
    RandomSource again() {
        byte[] before = drawn.toByteArray();
        return new RandomSource() {
            private int position;

            @Override
            public void fill(byte[] bytes) {
                int known = Math.min(bytes.length, before.length - position);
                System.arraycopy(before, position, bytes, 0, known);
                position += known;
                fillRest(bytes, known);
            }
        };
    }

    private void fillRest(byte[] bytes, int from) {
        byte[] rest = new byte[bytes.length - from];
        random.nextBytes(rest);
        System.arraycopy(rest, 0, bytes, from, rest.length);
    }
}
