package dev.postern.tls.earlydata;

import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.TimeSource;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The replay store of one process: records ClientHellos for as long as they are fresh (RFC 9846 8.2), in memory.
///
/// It never says [ReplayStore.Claim#FIRST] when it is not sure: full means [ReplayStore.Claim#UNAVAILABLE], and so does a clock that jumped
/// ahead, made it forget, and came back. A hello that was fresh when it came and is not any more, say because the machine stood still in
/// between, is [ReplayStore.Claim#STALE]: the record of its first copy may be gone.
///
/// Keys lie in generations by the time until which they must live; a whole generation is dropped at once. The keys are spread over
/// stripes with a lock each, held for a few array reads: putting a key and finding that it is new are one step, whatever the clock does
/// between two threads.
public final class ClientHelloRecorder implements ReplayStore {
    /// What one entry costs at most, in bytes: 16 of key, in tables that are at least three eighths full when they have grown, and its part of
    /// the empty ones. A small recorder has 150 kB of those on top.
    public static final int BYTES_PER_ENTRY = 44;

    private static final int FEWEST_STRIPES = 64;
    /// So that no table is so large that a garbage collector keeps whole regions for it alone, which would cost twice as much.
    private static final int MOST_IN_STRIPE = 4096;
    private static final int GENERATIONS_PER_WINDOW = 4;
    private static final CompletionStage<Claim> FIRST = CompletableFuture.completedStage(Claim.FIRST);
    private static final CompletionStage<Claim> SEEN = CompletableFuture.completedStage(Claim.SEEN);
    private static final CompletionStage<Claim> STALE = CompletableFuture.completedStage(Claim.STALE);
    private static final CompletionStage<Claim> UNAVAILABLE = CompletableFuture.completedStage(Claim.UNAVAILABLE);

    private final TimeSource time;
    private final long longestWindowMillis;
    private final long generationMillis;
    private final Stripe[] stripes;
    private final ReplayKeySpread spread;

    /// @param random        for a secret of its own, so that a client cannot choose hellos that fill one place
    /// @param longestWindow what [#claim] may ask for at most: twice the largest freshness window
    /// @param capacity      entries in all; times [#BYTES_PER_ENTRY] it is the memory that an attack can make us use
    public ClientHelloRecorder(TimeSource time, RandomSource random, Duration longestWindow, int capacity) {
        if (longestWindow.toMillis() < GENERATIONS_PER_WINDOW) {
            throw new IllegalArgumentException("a recording window is longer than that, got " + longestWindow);
        }
        if (capacity < FEWEST_STRIPES) {
            throw new IllegalArgumentException(
                    "a recorder holds at least " + FEWEST_STRIPES + " entries, got " + capacity);
        }
        this.time = time;
        this.spread = ReplayKeySpread.drawn(random);
        this.longestWindowMillis = longestWindow.toMillis();
        this.generationMillis = Math.max(1, longestWindowMillis / GENERATIONS_PER_WINDOW);
        this.stripes = new Stripe[stripes(capacity)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(capacity / stripes.length);
        }
    }

    /// A power of two.
    private static int stripes(int capacity) {
        int enough = Math.max(FEWEST_STRIPES, capacity / MOST_IN_STRIPE);
        return Integer.highestOneBit(2 * enough - 1);
    }

    @Override
    public CompletionStage<Claim> claim(SentHello hello) {
        long windowMillis = hello.window().recordingTime().toMillis();
        if (windowMillis > longestWindowMillis) {
            return UNAVAILABLE;
        }
        long nowMillis = time.currentMillis();
        if (Math.abs(hello.sentAtMillis() - nowMillis) > hello.window().eachSideMillis()) {
            return STALE;
        }
        long generation = Math.floorDiv(nowMillis + windowMillis, generationMillis);
        return stripes[(int) spread.of(hello.key()) & (stripes.length - 1)].claim(hello.key(), generation, nowMillis);
    }

    /// Entries held now, expired ones included until their stripe is used again.
    public int size() {
        int size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    private final class Stripe {
        private final int capacity;
        private final TreeMap<Long, ReplayKeySet> generations = new TreeMap<>();
        private int size;
        private long forgottenUntilMillis = Long.MIN_VALUE;

        Stripe(int capacity) {
            this.capacity = capacity;
        }

        synchronized int size() {
            return size;
        }

        synchronized CompletionStage<Claim> claim(ReplayKey key, long generation, long nowMillis) {
            dropExpired(nowMillis);
            if (nowMillis < forgottenUntilMillis) {
                return UNAVAILABLE;
            }
            for (ReplayKeySet keys : generations.values()) {
                if (keys.contains(key)) {
                    return SEEN;
                }
            }
            if (size == capacity) {
                return UNAVAILABLE;
            }
            generations.computeIfAbsent(generation, g -> new ReplayKeySet(spread)).add(key);
            size++;
            return FIRST;
        }

        private void dropExpired(long nowMillis) {
            Map.Entry<Long, ReplayKeySet> oldest = generations.firstEntry();
            while (oldest != null && endMillis(oldest.getKey()) <= nowMillis) {
                forgottenUntilMillis = Math.max(forgottenUntilMillis, endMillis(oldest.getKey()));
                size -= oldest.getValue().size();
                generations.pollFirstEntry();
                oldest = generations.firstEntry();
            }
        }

        private long endMillis(long generation) {
            return (generation + 1) * generationMillis;
        }
    }
}
