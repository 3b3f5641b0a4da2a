package dev.postern.tls.earlydata;

import org.jspecify.annotations.Nullable;

/// Early data that passed every static check: what is left is to ask whether this hello was seen before.
///
/// @param replayKey           derived from the **validated** binder; RFC 9846 8.2 forbids anything unvalidated here
/// @param serverName          the SNI, canonical, or null when none was sent
/// @param applicationProtocol the negotiated ALPN protocol, or null
/// @param ticketIssuedAtMillis when the ticket was issued, by our clock, in milliseconds since the epoch
/// @param ticketIssuer        the process (or zone) that issued the ticket, from [dev.postern.tls.config.TicketPolicy]
/// @param sentAtMillis        see [SentHello#sentAtMillis]
/// @param ageSkewMillis       how much older the client says its ticket is than we know it to be; negative for younger
/// @param window              see [SentHello#window]
/// @param maxBytes            how much early data the ticket allows
public record EarlyDataOffer(ReplayKey replayKey, @Nullable String serverName, @Nullable String applicationProtocol,
        long ticketIssuedAtMillis, long ticketIssuer, long sentAtMillis, long ageSkewMillis, FreshnessWindow window,
        long maxBytes) {}
