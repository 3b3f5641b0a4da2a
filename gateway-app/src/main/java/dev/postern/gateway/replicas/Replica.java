package dev.postern.gateway.replicas;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// One process that serves from the database.
///
/// @param id              random, of one start of the process
/// @param name            of its machine or pod
/// @param startedAt       when it first reached the database, by the database's clock
/// @param appliedRevision what it served when it was seen last
/// @param seenAt          when that was, by the database's clock
/// @param silence         since then
/// @param trouble         why it serves nothing newer, in a sentence, or null
/// @param earlyData       by what it acts on early data
/// @param self            whether it is this process
public record Replica(String id, String name, Instant startedAt, long appliedRevision, Instant seenAt, Duration silence,
        @Nullable String trouble, EarlyDataLease earlyData, boolean self) {

    /// @param revision of the early-data policy that it has
    /// @param held     whether it still acts by that; who does not, refuses early data
    public record EarlyDataLease(long revision, boolean held) {}
}
