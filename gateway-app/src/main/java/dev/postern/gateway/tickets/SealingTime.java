package dev.postern.gateway.tickets;

import dev.postern.tls.psk.TicketKeyRing;

import java.time.Duration;
import java.time.Instant;

/// How long the key that seals has done so, by this process's own clock. The ring says it too, but by the clock of whoever rotated it last:
/// if that was ahead, its key would seal for as much longer.
final class SealingTime {
    private volatile Since since;

    private record Since(String id, long millis) {}

    SealingTime(TicketKeyRing ring, Instant now) {
        this.since = begun(ring, now);
    }

    private static Since begun(TicketKeyRing ring, Instant now) {
        return new Since(ring.current().orElseThrow().id(), Math.min(ring.sealsSinceMillis(), now.toEpochMilli()));
    }

    /// Looks whether the ring has another key now, and whether the clock was set back.
    void follow(TicketKeyRing ring, Instant now) {
        Since known = since;
        since = isOf(ring) ? new Since(known.id, Math.min(known.millis, now.toEpochMilli())) : begun(ring, now);
    }

    /// Whether this ring seals with the key that was seen last.
    boolean isOf(TicketKeyRing ring) {
        return ring.current().orElseThrow().id().equals(since.id);
    }

    boolean isOver(Duration limit, long nowMillis) {
        return nowMillis - since.millis >= limit.toMillis();
    }
}
