package dev.postern.tls.extension;

import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.Optional;

/// client_certificate_type or server_certificate_type in EncryptedExtensions: the server's choice (RFC 7250 3).
///
/// @param type            which of the two
/// @param certificateType chosen
public record SelectedCertificateType(ExtensionType type, CertificateType certificateType) implements Extension {

    /// What the server says; empty where it says nothing, which means X.509.
    public static Optional<CertificateType> in(ExtensionBlock extensions, ExtensionType type) {
        for (Extension extension : extensions.extensions()) {
            if (extension instanceof SelectedCertificateType(var which, var chosen) && which.equals(type)) {
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    static SelectedCertificateType read(ExtensionType type, WireReader in) {
        return new SelectedCertificateType(type, new CertificateType(in.u8()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(certificateType.code());
    }
}
