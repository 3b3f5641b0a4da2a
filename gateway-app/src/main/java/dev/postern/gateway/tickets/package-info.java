/// The keys that seal session tickets: kept encrypted in the store, so that a restart costs nobody his resumption, and rotated by the
/// clock.
///
/// The data plane enters through [TicketKeys]. Start there.
@NullMarked
package dev.postern.gateway.tickets;

import org.jspecify.annotations.NullMarked;
