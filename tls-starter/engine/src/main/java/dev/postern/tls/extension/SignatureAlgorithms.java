package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// signature_algorithms: what may sign CertificateVerify, and certificates too unless [SignatureAlgorithmsCert] is there
/// (RFC 9846 4.3.3).
///
/// @param schemes most preferred first
public record SignatureAlgorithms(List<SignatureScheme> schemes) implements Extension {
    public SignatureAlgorithms {
        schemes = List.copyOf(schemes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNATURE_ALGORITHMS;
    }

    static SignatureAlgorithms read(WireReader in) {
        return new SignatureAlgorithms(in.list16(2, 0xfffe, scheme -> new SignatureScheme(scheme.u16())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(schemes, (list, scheme) -> list.u16(scheme.code()));
    }
}
