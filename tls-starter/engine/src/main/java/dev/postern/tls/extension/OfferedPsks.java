package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// pre_shared_key in a ClientHello (RFC 9846 4.3.11).
///
/// @param identities the first is the one of early data
/// @param binders    one per identity, in the same order
public record OfferedPsks(List<PskIdentity> identities, List<Bytes> binders) implements Extension {
    public OfferedPsks {
        identities = List.copyOf(identities);
        binders = List.copyOf(binders);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PRE_SHARED_KEY;
    }

    /// How many bytes at the very end of the ClientHello a binder does not cover: the list of binders with its length.
    public int bindersLengthBytes() {
        return 2 + binders.stream().mapToInt(binder -> 1 + binder.length()).sum();
    }

    static OfferedPsks read(WireReader in) {
        List<PskIdentity> identities = in.list16(7, 0xffff, PskIdentity::read);
        List<Bytes> binders = in.list16(33, 0xffff, binder -> binder.opaque8(32, 255));
        if (identities.size() != binders.size()) {
            // RFC 9846 4.3.11: binders: one for each value in the identities list and in the same order
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    identities.size() + " PSK identities with " + binders.size() + " binders");
        }
        return new OfferedPsks(identities, binders);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(identities, (list, identity) -> identity.write(list)).list16(binders, WireWriter::opaque8);
    }
}
