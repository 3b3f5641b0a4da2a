package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// supported_versions in a ServerHello or HelloRetryRequest (RFC 9846 4.3.1).
public record SelectedVersion(ProtocolVersion version) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }

    static SelectedVersion read(WireReader in) {
        return new SelectedVersion(new ProtocolVersion(in.u16()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(version.code());
    }
}
