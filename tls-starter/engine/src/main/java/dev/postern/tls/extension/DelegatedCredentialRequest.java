package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// delegated_credential of a ClientHello or a CertificateRequest: one is welcome whose key signs with one of these (RFC 9345 4.1).
public record DelegatedCredentialRequest(List<SignatureScheme> schemes) implements Extension {
    public DelegatedCredentialRequest {
        schemes = List.copyOf(schemes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.DELEGATED_CREDENTIAL;
    }

    static DelegatedCredentialRequest read(WireReader in) {
        return new DelegatedCredentialRequest(in.list16(2, 0xfffe, scheme -> new SignatureScheme(scheme.u16())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(schemes, (list, scheme) -> list.u16(scheme.code()));
    }
}
