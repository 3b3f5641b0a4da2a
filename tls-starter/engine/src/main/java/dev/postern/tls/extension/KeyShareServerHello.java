package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// key_share in a ServerHello (RFC 9846 4.3.8).
public record KeyShareServerHello(KeyShareEntry serverShare) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }

    static KeyShareServerHello read(WireReader in) {
        return new KeyShareServerHello(KeyShareEntry.read(in));
    }

    @Override
    public void writeBody(WireWriter out) {
        serverShare.write(out);
    }
}
