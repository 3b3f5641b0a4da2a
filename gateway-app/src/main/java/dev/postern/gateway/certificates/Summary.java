package dev.postern.gateway.certificates;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.routes.Finding;

import java.time.Instant;
import java.util.List;

/// What is known of a version, kept beside it as JSON. The document of a certificate is the summary of its active version.
record Summary(List<String> dnsNames, Instant notBefore, Instant notAfter, String keyAlgorithm, String spkiSha256,
        String subject, String issuer, int chainLength, String source, int version, List<Finding> findings) {

    CertificateView view(Document document) {
        return new CertificateView(document.id(), document.name(), dnsNames, notBefore, notAfter, keyAlgorithm,
                spkiSha256, subject, issuer, chainLength, source, version, findings, document.declared(),
                document.revision(), document.createdAt(), document.changedAt());
    }

    CertificateView.VersionView version(boolean active, Instant createdAt) {
        return new CertificateView.VersionView(version, active, dnsNames, notBefore, notAfter, keyAlgorithm,
                spkiSha256, issuer, findings, createdAt);
    }
}
