package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// ticket_request in a ClientHello (RFC 9149 3).
///
/// @param newSessionCount tickets wanted after a full handshake
/// @param resumptionCount tickets wanted after a resumption
public record TicketRequest(int newSessionCount, int resumptionCount) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.TICKET_REQUEST;
    }

    static TicketRequest read(WireReader in) {
        return new TicketRequest(in.u8(), in.u8());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(newSessionCount).u8(resumptionCount);
    }
}
