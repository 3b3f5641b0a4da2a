package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// application_layer_protocol_negotiation (RFC 7301 3.1): a client's list, or the single choice of a server.
///
/// @param protocols most preferred first. Protocol names are bytes: each char is one of them, so GREASE survives
public record ApplicationProtocols(List<String> protocols) implements Extension {
    public ApplicationProtocols {
        protocols = List.copyOf(protocols);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION;
    }

    static ApplicationProtocols read(WireReader in) {
        return new ApplicationProtocols(in.list16(2, 0xffff,
                name -> new String(name.opaque8(1, 0xff).toArray(), StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(protocols,
                (list, name) -> list.opaque8(Bytes.copyOf(name.getBytes(StandardCharsets.ISO_8859_1))));
    }
}
