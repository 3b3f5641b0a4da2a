package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.extension.OfferedCertificateTypes;

import java.util.List;
import java.util.Optional;

/// What kinds of certificates the two ends present (RFC 7250 4.2): each time our most preferred type among those that the client names.
final class CertificateTypeChoice {
    private CertificateTypeChoice() {}

    /// @param accepted by us, preferred first
    /// @throws TlsAlert `unsupported_certificate` when there is none in common
    static CertificateType ofClient(ReceivedHello hello, List<CertificateType> accepted) {
        List<CertificateType> offered = hello.certificateTypes(ExtensionType.CLIENT_CERTIFICATE_TYPE);
        return accepted.stream().filter(offered::contains).findFirst()
                .orElseThrow(() -> unsupported(ExtensionType.CLIENT_CERTIFICATE_TYPE));
    }

    /// The type of what we would present; empty when the client takes none of ours.
    static Optional<CertificateType> ofServer(ReceivedHello hello, List<Credential> credentials) {
        List<CertificateType> accepted = hello.certificateTypes(ExtensionType.SERVER_CERTIFICATE_TYPE);
        return credentials.stream().map(credential -> credential.identity().type()).filter(accepted::contains)
                .findFirst();
    }

    /// RFC 7250 4.2: no certificate type in common with the client: unsupported_certificate. A client that speaks of no types knows no alert
    /// of theirs.
    static TlsAlert nothingInCommon(ReceivedHello hello, ExtensionType which) {
        if (hello.message().extensions().has(which)) {
            return unsupported(which);
        }
        // RFC 9846 4.2.1: unable to negotiate a supported set of parameters: handshake_failure
        return new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                "this host has raw public keys only, and the client takes %s"
                        .formatted(OfferedCertificateTypes.DEFAULT));
    }

    private static TlsAlert unsupported(ExtensionType which) {
        return new TlsAlert(AlertDescription.UNSUPPORTED_CERTIFICATE, Fault.PEER_INCOMPATIBLE,
                "no " + which + " of the client is one of ours");
    }
}
