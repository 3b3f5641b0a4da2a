package dev.postern.tls.psk;

import dev.postern.tls.crypto.spi.TimeSource;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The shelf of one process, in memory. Full, it forgets its oldest: that costs somebody his resumption, and lets nobody in twice.
public final class TicketShelf implements SingleUseTickets.Shelf {
    /// A state is 200 to 400 bytes without a client's certificates; an attacker who collects tickets makes us keep at most this times
    /// the capacity, for a longer one is not kept.
    public static final int MOST_BYTES_PER_TICKET = StatelessTickets.LONGEST_TICKET_BYTES;
    private static final CompletionStage<byte[]> NOTHING = CompletableFuture.completedStage(new byte[0]);

    private final TimeSource time;
    private final Map<Name, Kept> kept;

    private record Kept(byte[] sealed, long untilMillis) {}

    /// Compared in constant time, as every name that a stranger may guess at.
    private record Name(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Name(byte[] theirs) && MessageDigest.isEqual(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /// @param capacity tickets in all
    public TicketShelf(TimeSource time, int capacity) {
        this.time = time;
        this.kept = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Name, Kept> eldest) {
                return size() > capacity;
            }
        };
    }

    @Override
    public boolean put(byte[] name, byte[] sealed, int lifetimeSeconds) {
        Kept ticket = new Kept(sealed, time.currentMillis() + lifetimeSeconds * 1000L);
        synchronized (kept) {
            kept.put(new Name(name), ticket);
        }
        return true;
    }

    @Override
    public CompletionStage<byte[]> take(byte[] name) {
        Kept taken;
        synchronized (kept) {
            taken = kept.remove(new Name(name));
        }
        return taken == null || taken.untilMillis() < time.currentMillis() ? NOTHING
                : CompletableFuture.completedStage(taken.sealed());
    }

    /// Tickets that lie there now, expired ones included.
    public int size() {
        synchronized (kept) {
            return kept.size();
        }
    }
}
