package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Judges a peer's chain against trust anchors (RFC 5280), its purpose and, for servers, its name. Of revocation it knows what
/// is stapled: a response that came is judged, and one that the certificate demands is missed. It never asks anybody.
///
/// Immutable and thread-safe. It takes a signature check per certificate; callers that must not block run it elsewhere.
public final class TrustedCertificates {
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;

    private final Set<X509Certificate> anchors;

    public TrustedCertificates(Set<X509Certificate> anchors) {
        this.anchors = Set.copyOf(anchors);
        if (this.anchors.isEmpty()) {
            throw new IllegalArgumentException("without a trusted certificate no peer could be verified");
        }
    }

    /// Without a look at staples: for who did not ask for them.
    ///
    /// @param nowMillis milliseconds since the epoch
    public PeerVerdict verifyClient(KeyHolder client, long nowMillis) {
        return verify(client, CLIENT, Optional.empty(), nowMillis);
    }

    /// @param staples   that came because we asked
    /// @param nowMillis milliseconds since the epoch
    public PeerVerdict verifyClient(KeyHolder client, Staples staples, long nowMillis) {
        return verify(client, CLIENT, Optional.of(staples), nowMillis);
    }

    /// Without a look at staples: for who did not ask for them.
    ///
    /// @param host      a host name or an IP address, as the user asked for it
    /// @param nowMillis milliseconds since the epoch
    public PeerVerdict verifyServer(KeyHolder server, String host, long nowMillis) {
        return verifyServer(server, Optional.empty(), host, nowMillis);
    }

    /// @param staples   that came because we asked
    /// @param host      a host name or an IP address, as the user asked for it
    /// @param nowMillis milliseconds since the epoch
    public PeerVerdict verifyServer(KeyHolder server, Staples staples, String host, long nowMillis) {
        return verifyServer(server, Optional.of(staples), host, nowMillis);
    }

    private PeerVerdict verifyServer(KeyHolder server, Optional<Staples> staples, String host, long nowMillis) {
        PeerVerdict verdict = verify(server, SERVER, staples, nowMillis);
        if (verdict instanceof PeerVerdict.Trusted && !HostName.of(host).isIn(server.chain().leaf())) {
            return refused(AlertDescription.BAD_CERTIFICATE, "the certificate is not for " + host);
        }
        return verdict;
    }

    private PeerVerdict verify(KeyHolder peer, String purpose, Optional<Staples> staples, long nowMillis) {
        return switch (peer) {
            case CertificateChain chain -> verify(chain, purpose, staples, nowMillis);
            // CVE-2024-12797: no authority vouches for a bare key, so it is not for this judge to let it in
            case RawPublicKey _ -> refused(AlertDescription.UNSUPPORTED_CERTIFICATE,
                    "the peer has a raw public key, and certificates are trusted here");
        };
    }

    private PeerVerdict verify(CertificateChain chain, String purpose, Optional<Staples> staples, long nowMillis) {
        if (chain.isEmpty()) {
            return refused(AlertDescription.CERTIFICATE_REQUIRED, "the peer has no certificate");
        }
        Date now = new Date(nowMillis);
        X509Certificate leaf = chain.leaf();
        if (!isFor(leaf, purpose)) {
            return refused(AlertDescription.UNSUPPORTED_CERTIFICATE,
                    "the certificate is not for this purpose (extended key usage, key usage)");
        }
        try {
            leaf.checkValidity(now);
        } catch (CertificateException outside) {
            return refused(AlertDescription.CERTIFICATE_EXPIRED,
                    "the certificate is not valid now: " + outside.getMessage());
        }
        if (anchors.contains(leaf)) {
            return new PeerVerdict.Trusted();
        }
        return staples.flatMap(stapled -> StapledStatus.missing(leaf, stapled))
                .orElseGet(() -> verifyPath(chain, staples.filter(Staples::hasOcspResponse), now));
    }

    private PeerVerdict verifyPath(CertificateChain chain, Optional<Staples> stapled, Date now) {
        try {
            PKIXParameters parameters = new PKIXParameters(
                    anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(now);
            if (stapled.isPresent()) {
                parameters.addCertPathChecker(StapledStatus.checker(chain.leaf(), stapled.get()));
            }
            CertPathValidator.getInstance("PKIX").validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(path(chain)), parameters);
            return new PeerVerdict.Trusted();
        } catch (CertPathValidatorException broken) {
            if (stapled.isPresent() && broken.getReason() != BasicReason.REVOKED
                    && verifyPath(chain, Optional.empty(), now) instanceof PeerVerdict.Trusted) {
                // RFC 6066 8: MUST check the OCSP response and abort if it is not satisfactory: bad_certificate_status_response
                return refused(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE,
                        "the stapled OCSP response does not vouch for the certificate: " + broken.getMessage());
            }
            return refused(alert(broken.getReason()), "the chain is not trusted: " + broken.getMessage());
        } catch (GeneralSecurityException unreadable) {
            return refused(AlertDescription.BAD_CERTIFICATE, "the chain cannot be checked: " + unreadable.getMessage());
        } catch (RuntimeException fallenOver) {
            // The JDK reads a response before it looks at who signed it, and falls over some that cannot be read. Without one it is a defect.
            if (stapled.isEmpty()) {
                throw fallenOver;
            }
            return refused(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE,
                    "the stapled OCSP response cannot be read: " + fallenOver.getMessage());
        }
    }

    /// From the leaf upwards by issuer, without anchors. RFC 9846 4.5.1: be prepared to handle extraneous certificates and arbitrary
    /// orderings, with the exception of the end-entity certificate.
    private List<X509Certificate> path(CertificateChain chain) {
        List<X509Certificate> rest = new ArrayList<>(chain.certificates());
        rest.removeAll(anchors);
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate next = chain.leaf();
        while (next != null) {
            path.add(next);
            rest.remove(next);
            X509Certificate subject = next;
            next = rest.stream()
                    .filter(issuer -> issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal()))
                    .findFirst().orElse(null);
        }
        return path;
    }

    private static AlertDescription alert(Reason reason) {
        if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
            return AlertDescription.CERTIFICATE_EXPIRED;
        }
        if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return AlertDescription.UNKNOWN_CA;
        }
        if (reason == BasicReason.REVOKED) {
            return AlertDescription.CERTIFICATE_REVOKED;
        }
        return AlertDescription.BAD_CERTIFICATE;
    }

    // RFC 9846 4.5.1: the digitalSignature bit MUST be set if the key usage extension is present
    private static boolean isFor(X509Certificate leaf, String purpose) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return false;
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(purpose) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static PeerVerdict refused(AlertDescription alert, String sentence) {
        return new PeerVerdict.Refused(alert, sentence);
    }
}
