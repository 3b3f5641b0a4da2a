package dev.postern.tls.extension;

import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// A label for a key, usually a ticket (RFC 9846 4.3.11).
///
/// @param obfuscatedTicketAge milliseconds plus ticket_age_add, modulo 2^32, as the 32 bits of an int
public record PskIdentity(Bytes identity, int obfuscatedTicketAge) {
    static PskIdentity read(WireReader in) {
        return new PskIdentity(in.opaque16(1, 0xffff), (int) in.u32());
    }

    void write(WireWriter out) {
        out.opaque16(identity).u32(obfuscatedTicketAge);
    }
}
