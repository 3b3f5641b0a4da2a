package dev.postern.tls.config;

/// How many tickets a client would like (RFC 9149), 0 to 255 each; a server may send fewer, and one that does not know the extension sends
/// what it always does.
///
/// @param afterNewSession after a full handshake: as many as connections are to be opened in parallel
/// @param afterResumption after a resumption: usually 1, to replace the ticket that was used
public record TicketWish(int afterNewSession, int afterResumption) {
    public TicketWish {
        if (afterNewSession < 0 || afterNewSession > 255 || afterResumption < 0 || afterResumption > 255) {
            throw new IllegalArgumentException("a client asks for 0 to 255 tickets, got %d and %d"
                    .formatted(afterNewSession, afterResumption));
        }
    }
}
