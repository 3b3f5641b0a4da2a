package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// ticket_request in EncryptedExtensions: how many tickets the server will send (RFC 9149 3).
public record ExpectedTickets(int expectedCount) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.TICKET_REQUEST;
    }

    static ExpectedTickets read(WireReader in) {
        return new ExpectedTickets(in.u8());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(expectedCount);
    }
}
