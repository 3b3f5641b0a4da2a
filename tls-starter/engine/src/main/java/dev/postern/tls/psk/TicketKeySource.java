package dev.postern.tls.psk;

import java.util.Optional;

/// Where [StatelessTickets] finds its keys. Read by every connection: thread-safe, never blocking.
public interface TicketKeySource {
    /// The key for new tickets; empty when there is none now, and then none are issued.
    Optional<TicketKey> current();

    /// The key with this name, if tickets under it are still to be opened.
    Optional<TicketKey> find(byte[] name);
}
