/// Whether this process may act on early data at all, and how a change of that reaches every replica: the kill switch, the lease by which a
/// policy is held, and the two phases in which it is widened (RFC 8470 6.2).
///
/// The data plane asks [EarlyDataGate], which looks at fields alone. [EarlyDataRollout] keeps them up to date from the database. Start there;
/// docs/adr has why it is so.
@NullMarked
package dev.postern.gateway.earlydata;

import org.jspecify.annotations.NullMarked;
