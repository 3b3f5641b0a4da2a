/// From the store to what is served: compiled whole, checked, swapped in one write, and kept as the last good one for a start without
/// the database.
///
/// Nobody enters; [dev.postern.gateway.ledger.Ledger] calls through its own interface. Start at `SnapshotCompiler`.
@NullMarked
package dev.postern.gateway.publication;

import org.jspecify.annotations.NullMarked;
