/// Resumption: tickets as the server sees them, sessions as the client keeps them. RFC 9846 2.2, 4.3.11 and 4.7.1.
///
/// Start at [TicketState], what a ticket remembers, and [ClientSession], its other half. [StatelessTickets] seals and opens tickets under
/// the keys of a [TicketKeySource], of which [TicketKeyRing] is the one that rotates by itself;
/// [SingleUseTickets] are names of states that lie on a shelf and open once. Whether a ticket may resume is the
/// server's question.
@NullMarked
package dev.postern.tls.psk;

import org.jspecify.annotations.NullMarked;
