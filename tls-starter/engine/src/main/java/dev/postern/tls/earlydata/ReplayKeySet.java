package dev.postern.tls.earlydata;

import java.nio.ByteBuffer;

/// A set of replay keys that only grows: two longs per key in one open-addressed table, no object per key. Not thread-safe.
final class ReplayKeySet {
    private static final int FIRST_SLOTS = 16;

    /// Slot i is `table[2 * i]` and `table[2 * i + 1]`; both zero means free.
    private long[] table = new long[2 * FIRST_SLOTS];
    private final ReplayKeySpread spread;
    private int size;
    private boolean hasZeroKey;

    ReplayKeySet(ReplayKeySpread spread) {
        this.spread = spread;
    }

    int size() {
        return size;
    }

    boolean contains(ReplayKey key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.bytes());
        long high = bytes.getLong();
        long low = bytes.getLong();
        if (isZero(high, low)) {
            return hasZeroKey;
        }
        int slot = slotOf(table, high, low);
        return !isZero(table[slot], table[slot + 1]);
    }

    /// The key must not be there yet.
    void add(ReplayKey key) {
        ByteBuffer bytes = ByteBuffer.wrap(key.bytes());
        long high = bytes.getLong();
        long low = bytes.getLong();
        size++;
        if (isZero(high, low)) {
            hasZeroKey = true;
            return;
        }
        if (size * 8L > table.length / 2 * 6L) {
            table = grown(table);
        }
        put(table, high, low);
    }

    private long[] grown(long[] old) {
        long[] table = new long[2 * old.length];
        for (int slot = 0; slot < old.length; slot += 2) {
            if (!isZero(old[slot], old[slot + 1])) {
                put(table, old[slot], old[slot + 1]);
            }
        }
        return table;
    }

    private void put(long[] table, long high, long low) {
        int slot = slotOf(table, high, low);
        table[slot] = high;
        table[slot + 1] = low;
    }

    /// Where the key is, or the free slot where it would go. There always is one: the table is never more than three quarters full.
    private int slotOf(long[] table, long high, long low) {
        int mask = table.length / 2 - 1;
        // The stripe was chosen by the lowest bits.
        int slot = (int) (spread.of(high, low) >>> 32) & mask;
        while (!isZero(table[2 * slot], table[2 * slot + 1])
                && (table[2 * slot] != high || table[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    private static boolean isZero(long high, long low) {
        return (high | low) == 0;
    }
}
