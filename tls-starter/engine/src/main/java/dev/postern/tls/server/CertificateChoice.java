package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// Which of a host's credentials, and what to sign with: the first, in our order, of a type that the client takes and whose key it can
/// check.
///
/// @param credential chosen
/// @param scheme     the credential's most preferred one that the client accepts
record CertificateChoice(Credential credential, SignatureScheme scheme) {

    /// @throws TlsAlert `handshake_failure` when the client accepts none of ours, `missing_extension` when it does not say
    static CertificateChoice of(ReceivedHello hello, List<Credential> credentials) {
        if (credentials.isEmpty()) {
            // RFC 9846 4.2.1: unable to negotiate a supported set of parameters: handshake_failure
            throw new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                    "none of the client's PSKs is one of ours, and this host has no certificate");
        }
        List<SignatureScheme> accepted = hello.signatureSchemes();
        if (accepted.isEmpty()) {
            // RFC 9846 4.3.3: authenticating via a certificate without signature_algorithms: missing_extension
            throw HelloChecks.missing(ExtensionType.SIGNATURE_ALGORITHMS);
        }
        List<Credential> fitting = ChainSignatures.inOrder(ofAcceptedType(hello, credentials),
                hello.signatureSchemesOfCertificates());
        for (Credential credential : fitting) {
            for (SignatureScheme scheme : credential.schemes()) {
                if (accepted.contains(scheme)) {
                    return new CertificateChoice(credential, scheme);
                }
            }
        }
        // RFC 9846 4.2.1: unable to negotiate a supported set of parameters: handshake_failure
        throw new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                "no certificate of this host has a key that fits one of the client's %d signature schemes"
                        .formatted(accepted.size()));
    }

    private static List<Credential> ofAcceptedType(ReceivedHello hello, List<Credential> credentials) {
        List<CertificateType> types = hello.certificateTypes(ExtensionType.SERVER_CERTIFICATE_TYPE);
        List<Credential> fitting = credentials.stream()
                .filter(credential -> types.contains(credential.identity().type())).toList();
        if (fitting.isEmpty()) {
            throw CertificateTypeChoice.nothingInCommon(hello, ExtensionType.SERVER_CERTIFICATE_TYPE);
        }
        return fitting;
    }
}
