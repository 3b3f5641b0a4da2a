package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// pre_shared_key in a ServerHello (RFC 9846 4.3.11).
///
/// @param selectedIdentity an index into the client's identities
public record SelectedPsk(int selectedIdentity) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.PRE_SHARED_KEY;
    }

    static SelectedPsk read(WireReader in) {
        return new SelectedPsk(in.u16());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(selectedIdentity);
    }
}
