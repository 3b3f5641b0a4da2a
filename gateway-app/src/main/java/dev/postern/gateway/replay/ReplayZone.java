package dev.postern.gateway.replay;

import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.psk.SingleUseTickets;

import java.util.function.Supplier;

/// Those who share one memory of early hellos. A ticket belongs to the zone that issued it, and no other takes early data with it.
///
/// @param issuer    names the zone inside its tickets
/// @param store     what it remembers
/// @param since     when its memory begins, milliseconds since the epoch, or [dev.postern.tls.earlydata.ReplayGuard#STORE_KNOWS]
/// @param condition of the store, now
/// @param shelf     where it keeps tickets that open once, if it has such
public record ReplayZone(long issuer, ReplayStore store, long since, Supplier<StoreCondition> condition,
        SingleUseTickets.Shelf shelf) {}
