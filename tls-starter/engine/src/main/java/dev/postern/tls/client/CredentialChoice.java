package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.connection.UsableCredential;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.wire.Bytes;

import java.util.List;

/// Which certificate answers a CertificateRequest (RFC 9846 4.4.2, 4.5.1.2).
sealed interface CredentialChoice {

    /// @param scheme the first of the key's that the server accepts
    /// @param asked  what the CertificateRequest asks for beside the chain
    record Present(Credential credential, SignatureScheme scheme, ExtensionBlock asked) implements CredentialChoice {}

    /// We have none that fits: an empty Certificate says so.
    record Anonymous() implements CredentialChoice {}

    /// The server did not ask.
    record NotRequested() implements CredentialChoice {}

    /// The best that the server can check. One under another authority than it names is still better than none: the server decides.
    ///
    /// @param type negotiated
    static CredentialChoice of(CertificateRequest request, List<Credential> credentials, CertificateType type,
            long nowMillis) {
        ExtensionBlock asked = request.extensions();
        if (!asked.has(ExtensionType.SIGNATURE_ALGORITHMS)) {
            // RFC 9846 4.4.2: the signature_algorithms extension MUST be specified
            throw new TlsAlert(AlertDescription.MISSING_EXTENSION, Fault.PEER_MISBEHAVED,
                    "the CertificateRequest has no signature_algorithms");
        }
        List<Credential> ofType = credentials.stream().filter(ours -> ours.identity().type().equals(type)).toList();
        return UsableCredential.among(ofType, asked, nowMillis).stream().findFirst()
                .<CredentialChoice>map(best -> new Present(best.credential(), best.scheme(), asked))
                .orElseGet(Anonymous::new);
    }

    /// What the server asked for, for whoever wants to know.
    static TlsEvent.CertificateRequested told(CertificateRequest request) {
        return new TlsEvent.CertificateRequested(
                request.extensions().find(CertificateAuthorities.class).map(CertificateAuthorities::authorities)
                        .orElse(List.of()).stream().map(Bytes::toArray).toList(),
                request.extensions().find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes)
                        .orElse(List.of()));
    }
}
