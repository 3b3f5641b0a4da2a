package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// early_data in a NewSessionTicket (RFC 9846 4.3.10, 4.7.1).
///
/// @param bytes max_early_data_size: plaintext, without padding and content type
public record MaxEarlyDataSize(long bytes) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.EARLY_DATA;
    }

    static MaxEarlyDataSize read(WireReader in) {
        return new MaxEarlyDataSize(in.u32());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u32(bytes);
    }
}
