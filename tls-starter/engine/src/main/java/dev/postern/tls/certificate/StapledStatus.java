package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// What to make of a stapled OCSP response. It is judged by the JDK's own checker, for the very certificate that it came with: an attacker
/// with a stolen key staples the good response of another certificate.
final class StapledStatus {
    /// id-pe-tlsfeature (RFC 7633)
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final int STATUS_REQUEST = 5;

    private StapledStatus() {}

    /// Fails unless the response is for this leaf, fresh, signed by the issuer or who it names, and good. It never asks the network: that
    /// would tell the authority who talks to whom, and it has the response. It knows certificates by the SHA-1 identifiers of RFC 5019 alone, which
    /// are what responders send.
    static PKIXCertPathChecker checker(X509Certificate leaf, Staples staples) throws NoSuchAlgorithmException {
        PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathValidator.getInstance("PKIX")
                .getRevocationChecker();
        checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY,
                PKIXRevocationChecker.Option.NO_FALLBACK));
        checker.setOcspResponses(Map.of(leaf, staples.ocspResponse()));
        return checker;
    }

    /// A certificate may demand that it never comes without a response: else whoever stole its key just leaves it out.
    static Optional<PeerVerdict> missing(X509Certificate leaf, Staples staples) {
        try {
            if (staples.hasOcspResponse() || !mustStaple(leaf)) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            return Optional.of(new PeerVerdict.Refused(AlertDescription.BAD_CERTIFICATE,
                    "the certificate's TLS feature extension cannot be read"));
        }
        // RFC 7633 4.2.3: a client MUST NOT accept a certificate without a feature that it demands
        return Optional.of(new PeerVerdict.Refused(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE,
                "the certificate demands a stapled OCSP response, and there is none"));
    }

    private static boolean mustStaple(X509Certificate leaf) {
        byte[] extension = leaf.getExtensionValue(TLS_FEATURE);
        if (extension == null) {
            return false;
        }
        ASN1Sequence features = ASN1Sequence.getInstance(ASN1OctetString.getInstance(extension).getOctets());
        return StreamSupport.stream(features.spliterator(), false)
                .anyMatch(feature -> ASN1Integer.getInstance(feature).hasValue(STATUS_REQUEST));
    }
}
