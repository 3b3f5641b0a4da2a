package dev.postern.tls.psk;

/// Turns a server's session state into the opaque ticket of a NewSessionTicket. Opening is a question of its own
/// ([dev.postern.tls.Pause.OpenTicket]), since a store may have to be asked.
@FunctionalInterface
public interface TicketSealer {
    /// @param state its PSK is wiped when this returns: a sealer that stores it copies it
    /// @return the ticket, 1 to 65,535 bytes; an empty array when no ticket can be issued now (no key, store full)
    byte[] seal(TicketState state);
}
