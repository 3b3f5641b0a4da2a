package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// Which of a host's certificates, and what to sign with: the first credential, in our order, whose key the client can check.
///
/// @param credential chosen
/// @param scheme     the credential's most preferred one that the client accepts
record CertificateChoice(Credential credential, SignatureScheme scheme) {

    /// @throws TlsAlert `handshake_failure` when the client accepts none of ours, `missing_extension` when it does not say
    static CertificateChoice of(ReceivedHello hello, List<Credential> credentials) {
        List<SignatureScheme> accepted = hello.signatureSchemes();
        if (accepted.isEmpty()) {
            // RFC 9846 4.3.3: authenticating via a certificate without signature_algorithms: missing_extension
            throw HelloChecks.missing(ExtensionType.SIGNATURE_ALGORITHMS);
        }
        for (Credential credential : credentials) {
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
}
