package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// An extension that this engine does not act on: GREASE, something new, or one that only other implementations use.
public record UnknownExtension(ExtensionType type, Bytes body) implements Extension {
    static UnknownExtension read(ExtensionType type, WireReader in) {
        return new UnknownExtension(type, in.rest());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.bytes(body);
    }
}
