package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.UsableCredential;

import java.util.List;

/// Which of a host's credentials, and what to sign with: the best that the client can check, of a type that it takes.
///
/// @param credential chosen
/// @param scheme     the credential's most preferred one that the client accepts
record CertificateChoice(Credential credential, SignatureScheme scheme) {

    /// @throws TlsAlert `handshake_failure` when the client accepts none of ours, `missing_extension` when it does not say
    static CertificateChoice of(ReceivedHello hello, List<Credential> credentials, long nowMillis) {
        if (credentials.isEmpty()) {
            // RFC 9846 4.2.1: unable to negotiate a supported set of parameters: handshake_failure
            throw new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                    "none of the client's PSKs is one of ours, and this host has no certificate");
        }
        if (hello.signatureSchemes().isEmpty()) {
            // RFC 9846 4.3.3: authenticating via a certificate without signature_algorithms: missing_extension
            throw HelloChecks.missing(ExtensionType.SIGNATURE_ALGORITHMS);
        }
        List<Credential> ofType = ofAcceptedType(hello, credentials);
        return UsableCredential.among(ofType, hello.message().extensions(), nowMillis).stream().findFirst()
                .map(best -> new CertificateChoice(best.credential(), best.scheme()))
                // RFC 9846 4.2.1: unable to negotiate a supported set of parameters: handshake_failure
                .orElseThrow(() -> new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                        ofType.stream().allMatch(Credential::requiresIssuer)
                                ? "the client names no authority that a certificate of this host is under"
                                : "no certificate of this host has a key that fits one of the client's %d signature schemes"
                                        .formatted(hello.signatureSchemes().size())));
    }

    /// Whether an external PSK is not even looked for, since the host prefers a certificate and the client can check one.
    static boolean comesBeforePsk(ReceivedHello hello, TlsServerConfig config, long nowMillis) {
        List<CertificateType> types = hello.certificateTypes(ExtensionType.SERVER_CERTIFICATE_TYPE);
        return !config.preferences().pskBeforeCertificate() && !UsableCredential.among(config.credentials().stream()
                .filter(credential -> types.contains(credential.identity().type())).toList(),
                hello.message().extensions(), nowMillis).isEmpty();
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
