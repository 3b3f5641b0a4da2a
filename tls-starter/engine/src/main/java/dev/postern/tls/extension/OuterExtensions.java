package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// ech_outer_extensions in an EncodedClientHelloInner (RFC 9849 5.1): these stand in the outer hello, with the same content.
///
/// @param types in the order of both hellos
public record OuterExtensions(List<ExtensionType> types) implements Extension {
    public OuterExtensions {
        types = List.copyOf(types);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ECH_OUTER_EXTENSIONS;
    }

    /// It stands nowhere else, so no other extension is read with it.
    public static OuterExtensions read(Bytes body) {
        WireReader in = new WireReader(body.toArray());
        OuterExtensions read = new OuterExtensions(in.list8(2, 254, type -> new ExtensionType(type.u16())));
        in.end();
        return read;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list8(types, (list, type) -> list.u16(type.code()));
    }
}
