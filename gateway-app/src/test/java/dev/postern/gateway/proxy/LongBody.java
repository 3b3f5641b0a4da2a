package dev.postern.gateway.proxy;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/// A body of which nobody keeps more than a piece: its writer makes it up as it goes, and both ends sum it up.
final class LongBody {
    static final int PIECE = 64 * 1024;
    /// A writer that got on by nothing for so long stands still. One that is only slow would be taken for one that stands, too: then it
    /// has pushed less than it could have, which fails no test.
    private static final long STILL_MILLIS = 700;

    /// What two bodies have in common if they are the same.
    record Sum(long length, long checksum) {}

    static final class Summing {
        private final CRC32C checksum = new CRC32C();
        private long length;

        void add(byte[] piece, int bytes) {
            checksum.update(piece, 0, bytes);
            length += bytes;
        }

        Sum sum() {
            return new Sum(length, checksum.getValue());
        }
    }

    private final int pieces;
    private final AtomicLong pushed = new AtomicLong();
    private final CompletableFuture<Sum> written = new CompletableFuture<>();

    /// @param megabytes of the body
    LongBody(int megabytes) {
        this.pieces = megabytes * (1 << 20) / PIECE;
    }

    long length() {
        return (long) pieces * PIECE;
    }

    /// Writes all of it as the message's body, however long the other side takes.
    void writeTo(Exchange exchange) {
        Summing sum = new Summing();
        SplittableRandom random = new SplittableRandom(1);
        byte[] piece = new byte[PIECE];
        try {
            for (int i = 1; i <= pieces; i++) {
                random.nextBytes(piece);
                sum.add(piece, PIECE);
                exchange.data(piece.clone(), i == pieces);
                pushed.addAndGet(PIECE);
            }
            written.complete(sum.sum());
        } catch (RuntimeException failure) {
            written.completeExceptionally(failure);
        }
    }

    void startWritingTo(Exchange exchange) {
        Thread.ofVirtual().start(() -> writeTo(exchange));
    }

    /// How much was pushed until the writer stood still, or was done.
    long pushedUntilStill() throws InterruptedException {
        long last = -1;
        long since = System.nanoTime();
        while (!written.isDone()
                && (last <= 0 || System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(STILL_MILLIS))) {
            long now = pushed.get();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            Thread.sleep(10);
        }
        return pushed.get();
    }

    /// What was written, once all of it is.
    Sum written() throws Exception {
        return written.get(60, TimeUnit.SECONDS);
    }

    /// Waits for the writer to fail.
    Throwable failure() throws Exception {
        return written.handle((sum, failure) -> failure).get(60, TimeUnit.SECONDS);
    }
}
