package dev.postern.gateway.certificates;

import dev.postern.gateway.routes.Finding;
import org.jspecify.annotations.Nullable;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Everything that is worth knowing about a certificate before it is served. Errors refuse it.
final class CertificateChecks {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int SMALLEST_RSA_BITS = 2048;
    private static final int DNS_NAME = 2;

    private final X509Certificate leaf;
    private final List<X509Certificate> chain;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private CertificateChecks(List<X509Certificate> chain, Instant now) {
        this.chain = chain;
        this.leaf = chain.getFirst();
        this.now = now;
    }

    static List<Finding> of(Material material, Instant now) {
        CertificateChecks checks = new CertificateChecks(material.chain(), now);
        checks.findings.addAll(material.findings());
        checks.validity();
        checks.key();
        checks.names();
        checks.purpose();
        checks.signatures();
        checks.completeness();
        return List.copyOf(checks.findings);
    }

    private void validity() {
        Instant notAfter = leaf.getNotAfter().toInstant();
        Instant notBefore = leaf.getNotBefore().toInstant();
        Duration left = Duration.between(now, notAfter);
        if (left.isNegative()) {
            error("expired", "The certificate expired at " + notAfter + ".");
        } else if (left.compareTo(Duration.between(notBefore, notAfter).dividedBy(10)) < 0) {
            warning("expiresSoon",
                    "The certificate expires at " + notAfter + ": less than a tenth of its life is left.");
        }
        if (now.isBefore(notBefore)) {
            error("notYetValid", "The certificate is valid from " + notBefore + " on.");
        }
        for (X509Certificate issuer : chain.subList(1, chain.size())) {
            if (issuer.getNotAfter().toInstant().isBefore(now)) {
                error("issuerExpired", "The chain's certificate " + issuer.getSubjectX500Principal()
                        + " expired at " + issuer.getNotAfter().toInstant() + ".");
            }
        }
    }

    private void key() {
        PublicKey key = leaf.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SMALLEST_RSA_BITS) {
            error("keyTooSmall", "The RSA key has " + rsa.getModulus().bitLength() + " bits; " + SMALLEST_RSA_BITS
                    + " are the least.");
        }
        if (key instanceof ECPublicKey ec && !List.of(256, 384, 521).contains(ec.getParams().getCurve().getField()
                .getFieldSize())) {
            error("unsupportedCurve", "The ECDSA key is on a curve that is not served; use P-256, P-384 or P-521.");
        }
    }

    private void names() {
        List<String> names = dnsNames(leaf);
        if (names.isEmpty()) {
            error("noDnsNames", "The certificate has no DNS name in subjectAltName; clients ignore the common name.");
        }
        names.stream().filter(name -> name.indexOf('*') > 0 || name.lastIndexOf('*') > 0).findFirst()
                .ifPresent(name -> warning("oddWildcard", "Clients do not accept the wildcard in '" + name + "'."));
    }

    private void purpose() {
        boolean[] usage = leaf.getKeyUsage();
        // RFC 9846 4.5.1: with a keyUsage extension, digitalSignature must be set
        if (usage != null && !usage[0]) {
            error("keyUsage", "The certificate's keyUsage does not allow digitalSignature, which TLS 1.3 needs.");
        }
        List<String> purposes = purposes();
        if (purposes != null && !purposes.contains(SERVER_AUTH) && !purposes.contains(ANY_PURPOSE)) {
            error("extendedKeyUsage", "The certificate's extendedKeyUsage does not allow server authentication.");
        }
        if (leaf.getBasicConstraints() >= 0) {
            warning("leafIsAuthority", "The certificate is one of an authority; a leaf of its own is safer.");
        }
    }

    private @Nullable List<String> purposes() {
        try {
            return leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private void signatures() {
        for (X509Certificate certificate : chain) {
            String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
            if (!ChainOrder.isSelfIssued(certificate)
                    && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD5"))) {
                error("weakSignature", "The certificate " + certificate.getSubjectX500Principal() + " is signed with "
                        + certificate.getSigAlgName() + ", which clients refuse.");
            }
        }
    }

    private void completeness() {
        if (chain.size() == 1 && ChainOrder.isSelfIssued(leaf)) {
            findings.add(
                    Finding.info("selfSigned", "The certificate is self-signed: clients must be told to trust it."));
        } else if (chain.size() == 1) {
            warning("chainIncomplete",
                    "No intermediate came with the certificate. Unless a root issued it, clients that "
                            + "do not know " + leaf.getIssuerX500Principal() + " will refuse it.");
        }
    }

    private void error(String code, String message) {
        findings.add(Finding.error(code, message));
    }

    private void warning(String code, String message) {
        findings.add(Finding.warning(code, message));
    }

    static List<String> dnsNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of()
                    : names.stream().filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)).toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    static String keyAlgorithm(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> key.getAlgorithm() + " " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "ECDSA P-" + ec.getParams().getCurve().getField().getFieldSize();
            default -> key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
        };
    }
}
