package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireWriter;

/// server_name in EncryptedExtensions: empty, it says that the name was used (RFC 6066 3).
public record ServerNameAcknowledged() implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_NAME;
    }

    @Override
    public void writeBody(WireWriter out) {}
}
