/// Who remembers early data. One process with a store of its own is a zone of its own; replicas that name a Redis are one zone, and
/// share its memory.
///
/// The data plane enters through [ReplayZone]. [RedisReplayStore] asks the shared store, [StoreWatch] looks after it, [RedisAccess] reaches
/// it. RFC 9846 8.2; why a script and whose clock: docs/adr/0007 and 0011.
@NullMarked
package dev.postern.gateway.replay;

import org.jspecify.annotations.NullMarked;
