package dev.postern.tls.config;

import dev.postern.tls.psk.TicketSealer;

/// How a server issues tickets (RFC 9846 4.7.1).
///
/// @param count           tickets after each handshake, 0 to 16, where the client does not say how many it wants (RFC 9149); 2 by default,
///     since browsers open several connections. With 0 nobody gets any
/// @param lifetimeSeconds 1 to 604,800; also enforced by the server
/// @param issuer          names this process or zone inside its tickets, so that replay rules can tell whose they are
/// @param sealer          makes the opaque ticket
public record TicketPolicy(int count, int lifetimeSeconds, long issuer, TicketSealer sealer) {
    /// No tickets, so no resumption.
    public static final TicketPolicy NONE = new TicketPolicy(0, 1, 0, state -> new byte[0]);

    /// A client may ask for 255 tickets, each of which carries its certificates: no more than these are sealed for it.
    public static final int MOST_ON_REQUEST = 8;

    public TicketPolicy {
        if (count < 0 || count > 16) {
            throw new IllegalArgumentException("a server issues 0 to 16 tickets, got " + count);
        }
        if (lifetimeSeconds < 1 || lifetimeSeconds > 604_800) {
            throw new IllegalArgumentException("a ticket lives 1 to 604800 seconds, got " + lifetimeSeconds);
        }
    }

    /// How many a client gets that asks for so many.
    public int onRequest(int wanted) {
        return count == 0 ? 0 : Math.min(wanted, MOST_ON_REQUEST);
    }
}
