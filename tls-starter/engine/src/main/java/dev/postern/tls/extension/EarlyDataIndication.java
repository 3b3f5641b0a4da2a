package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireWriter;

/// early_data in a ClientHello (it follows) and in EncryptedExtensions (it is accepted): empty in both (RFC 9846 4.3.10).
public record EarlyDataIndication() implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.EARLY_DATA;
    }

    @Override
    public void writeBody(WireWriter out) {}
}
