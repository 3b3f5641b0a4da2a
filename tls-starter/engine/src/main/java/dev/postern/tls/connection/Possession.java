package dev.postern.tls.connection;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.message.CertificateVerify;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// Proves that a peer has the key of the identity that it showed (RFC 9846 4.5.2), or one that this key vouches for (RFC 9345 4.1.3). Same
/// for either end.
///
/// @param environment of this process
/// @param use         whose handshake the peer signs
/// @param accepted    our `signature_algorithms`
/// @param delegated   our `delegated_credential`; empty when we did not offer it
public record Possession(EngineEnvironment environment, DelegatedCredential.Use use, List<SignatureScheme> accepted,
        List<SignatureScheme> delegated) {

    /// @param content that was to be signed
    public void require(CertificateVerify message, IncomingCertificate peer, byte[] content) {
        DelegatedCredential delegation = peer.delegation();
        PublicKey key = peer.identity().publicKey();
        if (delegation != null) {
            if (!(peer.identity() instanceof CertificateChain chain)) {
                // RFC 9345 4: it is signed by the key of an end-entity certificate, and a bare key does not say that it may
                throw illegal("the peer's raw public key comes with a delegated credential");
            }
            requireGood(delegation, chain.leaf());
            if (!message.algorithm().equals(delegation.scheme())) {
                // RFC 9345 4.1.3: dc_cert_verify_algorithm MUST match the scheme in the peer's CertificateVerify
                throw illegal("the delegated credential signs with " + message.algorithm() + " and is for "
                        + delegation.scheme());
            }
            key = delegation.spki().publicKey();
        } else {
            requireAccepted(message.algorithm());
        }
        if (!crypto().fits(message.algorithm(), key)) {
            // RFC 9846 4.5.2: the signature algorithm MUST be compatible with the key in the sender's certificate
            throw illegal("the peer signs with " + message.algorithm() + ", which its key does not fit");
        }
        if (!crypto().verify(message.algorithm(), key, content, message.signature().toArray())) {
            // RFC 9846 4.5.2: if the verification fails, the receiver MUST terminate with decrypt_error
            throw new TlsAlert(AlertDescription.DECRYPT_ERROR, Fault.PEER_MISBEHAVED,
                    "the peer's CertificateVerify does not fit its certificate");
        }
    }

    private void requireAccepted(SignatureScheme scheme) {
        // A scheme may be offered for certificates alone (PKCS #1 v1.5), which is none for CertificateVerify (CVE-2019-11727).
        if (!accepted.contains(scheme) || !crypto().signatureSchemes().contains(scheme)) {
            // RFC 9846 4.5.2: the signature algorithm MUST be one offered in signature_algorithms
            throw illegal("the peer signs with " + scheme + ", which we did not offer");
        }
    }

    // RFC 9345 4.1.3: if one of these checks fails, MUST terminate with illegal_parameter
    private void requireGood(DelegatedCredential delegation, X509Certificate leaf) {
        if (!DelegatedCredential.allowsDelegation(leaf)) {
            throw illegal("the certificate may not delegate");
        }
        if (!delegation.isValidAt(environment.time().currentMillis(), leaf)) {
            throw illegal("the delegated credential expired, or is valid for longer than 7 days");
        }
        if (!delegated.contains(delegation.scheme())) {
            throw illegal("the delegated credential is for " + delegation.scheme() + ", which we did not offer");
        }
        requireAccepted(delegation.algorithm());
        if (!crypto().verify(delegation.algorithm(), leaf.getPublicKey(), delegation.signedContent(leaf, use),
                delegation.signature())) {
            throw illegal("the certificate's key did not sign the delegated credential");
        }
    }

    private CryptoProvider crypto() {
        return environment.crypto();
    }

    private static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }
}
