package dev.postern.tls.client;

import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.psk.ClientSession;

import java.util.Optional;

/// Makes a session of a NewSessionTicket (RFC 9846 4.7.1).
final class ReceivedTicket {
    private static final int LONGEST_LIFETIME_SECONDS = 604_800;

    private ReceivedTicket() {}

    /// Empty for a ticket that is to be discarded at once.
    static Optional<ClientSession> of(NewSessionTicket ticket, Established session, TlsClientConfig config,
            long nowMillis) {
        if (ticket.ticketLifetimeSeconds() == 0) {
            // RFC 9846 4.7.1: the value of zero indicates that the ticket should be discarded immediately
            return Optional.empty();
        }
        // RFC 9846 4.7.1: MUST NOT use tickets for longer than 7 days, regardless of the ticket_lifetime
        int lifetimeSeconds = (int) Math.min(ticket.ticketLifetimeSeconds(), LONGEST_LIFETIME_SECONDS);
        long maxEarlyDataBytes = ticket.extensions().find(MaxEarlyDataSize.class).map(MaxEarlyDataSize::bytes)
                .orElse(0L);
        SessionInfo info = session.info();
        return Optional.of(new ClientSession(ticket.ticket().toArray(),
                session.resumption().psk(ticket.ticketNonce().toArray()), info.cipherSuite(), nowMillis,
                lifetimeSeconds, ticket.ticketAgeAdd(), maxEarlyDataBytes, config.serverName(),
                info.applicationProtocol(),
                info.peerIdentity(), info.peerStaples(), config.ownIdentities()));
    }
}
