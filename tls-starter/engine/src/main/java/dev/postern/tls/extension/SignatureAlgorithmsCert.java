package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// signature_algorithms_cert: what may sign certificates
/// (RFC 9846 4.3.3).
///
/// @param schemes most preferred first
public record SignatureAlgorithmsCert(List<SignatureScheme> schemes) implements Extension {
    public SignatureAlgorithmsCert {
        schemes = List.copyOf(schemes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNATURE_ALGORITHMS_CERT;
    }

    static SignatureAlgorithmsCert read(WireReader in) {
        return new SignatureAlgorithmsCert(in.list16(2, 0xfffe, scheme -> new SignatureScheme(scheme.u16())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(schemes, (list, scheme) -> list.u16(scheme.code()));
    }
}
