package dev.postern.tls.message;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// NewSessionTicket (RFC 9846 4.7.1).
///
/// @param ticketLifetimeSeconds 32 bits, unsigned
/// @param ticketAgeAdd          32 bits
/// @param ticketNonce           differs from that of every other ticket of the connection
/// @param ticket                opaque to the client
public record NewSessionTicket(long ticketLifetimeSeconds, int ticketAgeAdd, Bytes ticketNonce, Bytes ticket,
        ExtensionBlock extensions) implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_SESSION_TICKET;
    }

    static NewSessionTicket read(WireReader in, MessageBounds bounds) {
        return new NewSessionTicket(in.u32(), (int) in.u32(), in.opaque8(0, 0xff), in.opaque16(1, 0xffff),
                ExtensionBlock.read(in, ExtensionPlace.NEW_SESSION_TICKET, bounds.extensions()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u32(ticketLifetimeSeconds).u32(ticketAgeAdd).opaque8(ticketNonce).opaque16(ticket);
        extensions.write(out);
    }
}
