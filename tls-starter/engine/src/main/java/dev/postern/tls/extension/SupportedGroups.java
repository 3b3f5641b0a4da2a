package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// supported_groups (RFC 9846 4.3.7).
///
/// @param groups most preferred first
public record SupportedGroups(List<NamedGroup> groups) implements Extension {
    public SupportedGroups {
        groups = List.copyOf(groups);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_GROUPS;
    }

    static SupportedGroups read(WireReader in) {
        return new SupportedGroups(in.list16(2, 0xffff, group -> new NamedGroup(group.u16())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(groups, (list, group) -> list.u16(group.code()));
    }
}
