package dev.postern.tls.spring.actuate;

import dev.postern.tls.netty.TlsObserver;

import java.util.ArrayList;
import java.util.List;

/// The most recent handshakes, bounded. Event loops publish, readers come back with the number of the last one that they saw:
/// a slow reader misses some, and never holds up a handshake or fills the memory.
public final class HandshakeJournal {
    private final Entry[] ring;
    private final long firstNumber;
    private long next;

    /// @param number rises by one with each handshake, also across restarts, so that a stream can be resumed
    public record Entry(long number, HandshakeRecord handshake) {}

    /// @param firstNumber of the first handshake; the time of the start in microseconds, so that numbers rise across restarts
    public HandshakeJournal(int capacity, long firstNumber) {
        this.ring = new Entry[capacity];
        this.firstNumber = firstNumber;
        this.next = firstNumber;
    }

    /// Writes down what a listener's handshakes come to.
    public TlsObserver observing(String listener) {
        return report -> publish(HandshakeRecord.of(listener, report));
    }

    /// From any thread; the lock is held for one store.
    public synchronized void publish(HandshakeRecord handshake) {
        ring[slot(next)] = new Entry(next, handshake);
        next++;
    }

    /// Those after a number, oldest first, as far as they are still here.
    public synchronized List<Entry> after(long number, int limit) {
        long oldest = Math.max(firstNumber, next - ring.length);
        long from = number >= next ? next : Math.max(oldest, number + 1);
        List<Entry> entries = new ArrayList<>();
        for (long n = from; n < next && entries.size() < limit; n++) {
            entries.add(ring[slot(n)]);
        }
        return entries;
    }

    /// The most recent ones, newest first.
    public synchronized List<Entry> latest(int limit) {
        long oldest = Math.max(firstNumber, next - ring.length);
        List<Entry> entries = new ArrayList<>();
        for (long n = next - 1; n >= oldest && entries.size() < limit; n--) {
            entries.add(ring[slot(n)]);
        }
        return entries;
    }

    /// The number of the newest handshake.
    public synchronized long lastNumber() {
        return next - 1;
    }

    private int slot(long number) {
        return (int) Math.floorMod(number, (long) ring.length);
    }
}
