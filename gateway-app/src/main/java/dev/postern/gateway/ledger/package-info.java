/// The one way to change the store: a transaction that holds the write lock, raises the revision, keeps an audit row per change and
/// commits only what compiles to a whole snapshot, unless nothing was touched that snapshots are compiled from.
///
/// Stores of the features enter through [Ledger]. Whoever reads what is newest asks [History] first. Start at [Ledger].
@NullMarked
package dev.postern.gateway.ledger;

import org.jspecify.annotations.NullMarked;
