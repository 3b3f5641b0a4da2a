package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// key_share in a ClientHello (RFC 9846 4.3.8).
///
/// @param clientShares most preferred first; empty to ask for a HelloRetryRequest; no group twice
public record KeyShareClientHello(List<KeyShareEntry> clientShares) implements Extension {
    public KeyShareClientHello {
        clientShares = List.copyOf(clientShares);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }

    public Optional<KeyShareEntry> share(NamedGroup group) {
        return clientShares.stream().filter(entry -> entry.group().equals(group)).findFirst();
    }

    public List<NamedGroup> groups() {
        return clientShares.stream().map(KeyShareEntry::group).toList();
    }

    static KeyShareClientHello read(WireReader in) {
        KeyShareClientHello read = new KeyShareClientHello(in.list16(0, 0xffff, KeyShareEntry::read));
        Set<NamedGroup> seen = new HashSet<>();
        for (NamedGroup group : read.groups()) {
            if (!seen.add(group)) {
                // RFC 9846 4.3.8: MUST NOT offer multiple KeyShareEntry values for the same group
                throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                        "two key shares for " + group);
            }
        }
        return read;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(clientShares, (list, entry) -> entry.write(list));
    }
}
