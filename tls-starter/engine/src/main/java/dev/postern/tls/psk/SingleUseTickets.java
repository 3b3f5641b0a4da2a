package dev.postern.tls.psk;

import dev.postern.tls.crypto.spi.RandomSource;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tickets that open once (RFC 9846 8.1): a ticket is a name, what it stands for lies on a shelf, and whoever comes second finds nothing.
///
/// ```
/// version (1) | name (32)
/// ```
///
/// A copy of a flight cannot resume, let alone be accepted as early data, so no record of hellos is needed; and what is on no shelf any more
/// can be read by nobody, whoever gets the ticket keys later. The price: a state per ticket, and whoever sees a ticket on the wire
/// can use it up, which costs its owner a full handshake.
///
/// On the shelf lies what [StatelessTickets] seals, so that the shelf, if it is another machine, learns nothing. Thread-safe.
public final class SingleUseTickets implements TicketSealer {
    static final int NAME_BYTES = 32;
    /// Not that of [StatelessTickets]: one that such a server sealed, or somebody copied from a shelf, opens nothing here.
    private static final byte VERSION = 2;

    private final StatelessTickets sealed;
    private final RandomSource random;
    private final Shelf shelf;

    /// Where the states lie. Never blocks.
    public interface Shelf {
        /// @return false when there is no room
        boolean put(byte[] name, byte[] sealed, int lifetimeSeconds);

        /// Takes what lies there, in one atomic step, so that only one of many gets it.
        ///
        /// @return empty when nothing does
        CompletionStage<byte[]> take(byte[] name);
    }

    public SingleUseTickets(StatelessTickets sealed, RandomSource random, Shelf shelf) {
        this.sealed = sealed;
        this.random = random;
        this.shelf = shelf;
    }

    @Override
    public byte[] seal(TicketState state) {
        byte[] content = sealed.seal(state);
        byte[] name = random.bytes(NAME_BYTES);
        if (content.length == 0 || !shelf.put(name, content, state.lifetimeSeconds())) {
            return new byte[0];
        }
        byte[] ticket = new byte[1 + NAME_BYTES];
        ticket[0] = VERSION;
        System.arraycopy(name, 0, ticket, 1, NAME_BYTES);
        return ticket;
    }

    /// The answer to [dev.postern.tls.Pause.OpenTicket]. Never fails: a shelf that cannot be reached means a full handshake.
    public CompletionStage<TicketVerdict> open(byte[] ticket) {
        if (ticket.length != 1 + NAME_BYTES || ticket[0] != VERSION) {
            return unusable("not a ticket of ours");
        }
        try {
            return shelf.take(Arrays.copyOfRange(ticket, 1, ticket.length)).thenApply(this::opened)
                    .exceptionally(away -> new TicketVerdict.Unusable("the shelf cannot be reached"));
        } catch (RuntimeException away) {
            return unusable("the shelf cannot be reached");
        }
    }

    private TicketVerdict opened(byte[] content) {
        return content.length == 0 ? new TicketVerdict.Unusable("used before, or forgotten") : sealed.open(content);
    }

    private static CompletionStage<TicketVerdict> unusable(String sentence) {
        return CompletableFuture.completedFuture(new TicketVerdict.Unusable(sentence));
    }
}
