package dev.postern.tls.earlydata;

import dev.postern.tls.crypto.spi.RandomSource;

import java.nio.ByteBuffer;

/// Where a key lies in a recorder, by a secret that no other recorder has. The keys are hashes of binders, and a client that holds a
/// ticket can make as many binders as it likes: without a secret it would choose those that all lie in one place, which then is slow, or
/// full for others.
record ReplayKeySpread(long first, long second) {
    static ReplayKeySpread drawn(RandomSource random) {
        ByteBuffer secret = ByteBuffer.wrap(random.bytes(2 * Long.BYTES));
        return new ReplayKeySpread(secret.getLong(), secret.getLong());
    }

    long of(ReplayKey key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.bytes());
        return of(bytes.getLong(), bytes.getLong());
    }

    /// Both halves of the product of both halves, folded.
    long of(long high, long low) {
        long one = high ^ first;
        long other = low ^ second;
        return Math.multiplyHigh(one, other) ^ (one * other) ^ Long.rotateLeft(one, 32);
    }

    /// Not the secret.
    @Override
    public String toString() {
        return "ReplayKeySpread";
    }
}
