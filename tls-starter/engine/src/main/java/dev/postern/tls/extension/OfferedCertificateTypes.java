package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// client_certificate_type or server_certificate_type in a ClientHello (RFC 7250 3): what the client can present, or what it takes.
///
/// @param type  which of the two
/// @param types most preferred first, never X.509 alone
public record OfferedCertificateTypes(ExtensionType type, List<CertificateType> types) implements Extension {
    /// What goes without saying.
    public static final List<CertificateType> DEFAULT = List.of(CertificateType.X509);

    public OfferedCertificateTypes {
        types = List.copyOf(types);
    }

    /// What a hello offers, said or not.
    public static List<CertificateType> in(ExtensionBlock hello, ExtensionType type) {
        for (Extension extension : hello.extensions()) {
            if (extension instanceof OfferedCertificateTypes(var which, var types) && which.equals(type)) {
                return types;
            }
        }
        return DEFAULT;
    }

    static OfferedCertificateTypes read(ExtensionType type, WireReader in) {
        List<CertificateType> types = in.list8(1, 0xff, item -> new CertificateType(item.u8()));
        if (types.equals(DEFAULT)) {
            // RFC 7250 4.1: no type to send other than the default X.509 type: MUST omit the extension
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    type + " offers nothing but what goes without saying");
        }
        return new OfferedCertificateTypes(type, types);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list8(types, (list, item) -> list.u8(item.code()));
    }
}
