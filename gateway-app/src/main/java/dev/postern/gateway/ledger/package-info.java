/// The one way to change the store: a transaction that holds the write lock, raises the revision, keeps an audit row per change and
/// commits only what compiles to a whole snapshot.
///
/// Stores of the features enter through [Ledger]. Start there.
@NullMarked
package dev.postern.gateway.ledger;

import org.jspecify.annotations.NullMarked;
