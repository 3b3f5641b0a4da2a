package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.wire.Bytes;

import java.util.List;
import java.util.Optional;

/// Which certificate answers a CertificateRequest (RFC 9846 4.4.2, 4.5.1.2).
sealed interface CredentialChoice {

    /// @param scheme the first of the key's that the server accepts
    /// @param asked  what the CertificateRequest asks for beside the chain
    record Present(Credential credential, SignatureScheme scheme, ExtensionBlock asked) implements CredentialChoice {}

    /// We have none that fits: an empty Certificate says so.
    record Anonymous() implements CredentialChoice {}

    /// The server did not ask.
    record NotRequested() implements CredentialChoice {}

    /// A credential under an authority that the server names is preferred. One that is not is still better than none: the server decides.
    ///
    /// @param type negotiated
    static CredentialChoice of(CertificateRequest request, List<Credential> credentials, CertificateType type) {
        List<SignatureScheme> accepted = request.extensions().find(SignatureAlgorithms.class)
                .map(SignatureAlgorithms::schemes)
                // RFC 9846 4.4.2: the signature_algorithms extension MUST be specified
                .orElseThrow(() -> new TlsAlert(AlertDescription.MISSING_EXTENSION, Fault.PEER_MISBEHAVED,
                        "the CertificateRequest has no signature_algorithms"));
        List<Bytes> authorities = request.extensions().find(CertificateAuthorities.class)
                .map(CertificateAuthorities::authorities).orElse(List.of());
        List<Present> fitting = credentials.stream()
                .filter(credential -> credential.identity().type().equals(type))
                .flatMap(credential -> fit(credential, accepted, request.extensions()).stream()).toList();
        Optional<Present> preferred = fitting.stream()
                .filter(choice -> isUnder(authorities, choice.credential())).findFirst();
        return preferred.or(() -> fitting.stream().findFirst()).<CredentialChoice>map(choice -> choice)
                .orElseGet(Anonymous::new);
    }

    private static Optional<Present> fit(Credential credential, List<SignatureScheme> accepted,
            ExtensionBlock asked) {
        // RFC 9846 4.5.2: MUST be one of those in the signature_algorithms of the CertificateRequest
        return credential.schemes().stream().filter(accepted::contains).findFirst()
                .map(scheme -> new Present(credential, scheme, asked));
    }

    private static boolean isUnder(List<Bytes> authorities, Credential credential) {
        // Nobody issued a bare key.
        return authorities.isEmpty() || credential.chain().isEmpty() || credential.chain().certificates().stream()
                .map(certificate -> Bytes.copyOf(certificate.getIssuerX500Principal().getEncoded()))
                .anyMatch(authorities::contains);
    }
}
