package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// supported_versions in a ClientHello (RFC 9846 4.3.1).
///
/// @param versions most preferred first
public record OfferedVersions(List<ProtocolVersion> versions) implements Extension {
    public OfferedVersions {
        versions = List.copyOf(versions);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }

    static OfferedVersions read(WireReader in) {
        return new OfferedVersions(in.list8(2, 254, version -> new ProtocolVersion(version.u16())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list8(versions, (list, version) -> list.u16(version.code()));
    }
}
