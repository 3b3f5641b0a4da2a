package dev.postern.tls.connection;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.DelegatedCredentialRequest;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.wire.Bytes;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A credential of ours that the peer can check, and what to sign with: for either end (RFC 9846 4.5.1.2).
///
/// @param credential ours
/// @param scheme     its most preferred one that the peer accepts
public record UsableCredential(Credential credential, SignatureScheme scheme) {

    /// Best first: those whose certificates the peer can check, among them those under an authority that it names, and then in our order.
    ///
    /// @param asked     the extensions of the peer's ClientHello or CertificateRequest
    /// @param nowMillis a delegated credential ends, and its certificate's own takes over
    public static List<UsableCredential> among(List<Credential> credentials, ExtensionBlock asked, long nowMillis) {
        List<SignatureScheme> accepted = asked.find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes)
                .orElse(List.of());
        List<SignatureScheme> inChain = asked.find(SignatureAlgorithmsCert.class).map(SignatureAlgorithmsCert::schemes)
                .orElse(accepted);
        List<Bytes> authorities = asked.find(CertificateAuthorities.class).map(CertificateAuthorities::authorities)
                .orElse(List.of());
        // RFC 9846 4.3.4: certificate_authorities guide the selection
        List<Credential> guided = credentials.stream()
                .filter(ours -> !ours.requiresIssuer() || isNamed(ours, authorities))
                .sorted(Comparator.comparing(ours -> !authorities.isEmpty() && !isNamed(ours, authorities))).toList();
        return ChainSignatures.inOrder(guided, inChain).stream()
                .flatMap(ours -> signing(ours, accepted, asked, nowMillis).stream()).toList();
    }

    private static Optional<UsableCredential> signing(Credential ours, List<SignatureScheme> accepted,
            ExtensionBlock asked, long nowMillis) {
        DelegatedCredential delegation = ours.delegation();
        if (delegation == null) {
            // RFC 9846 4.5.2: the signature algorithm MUST be one offered in the peer's signature_algorithms
            return ours.schemes().stream().filter(accepted::contains).findFirst()
                    .map(scheme -> new UsableCredential(ours, scheme));
        }
        List<SignatureScheme> delegated = asked.find(DelegatedCredentialRequest.class)
                .map(DelegatedCredentialRequest::schemes).orElse(List.of());
        // RFC 9345 4.1.1: algorithm in signature_algorithms, dc_cert_verify_algorithm in delegated_credential
        boolean usable = delegated.contains(delegation.scheme()) && accepted.contains(delegation.algorithm())
                && delegation.isValidAt(nowMillis, ours.chain().leaf());
        return usable ? Optional.of(new UsableCredential(ours, delegation.scheme())) : Optional.empty();
    }

    /// Nobody issued a bare key: it is never under an authority.
    private static boolean isNamed(Credential ours, List<Bytes> authorities) {
        return ours.chain().certificates().stream()
                .map(certificate -> Bytes.copyOf(certificate.getIssuerX500Principal().getEncoded()))
                .anyMatch(authorities::contains);
    }
}
