package dev.postern.tls.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate chain, end entity first. An empty chain is what a client without a certificate sends (RFC 9846 4.5.1).
///
/// @param certificates end entity first, each certifying the one before it
public record CertificateChain(List<X509Certificate> certificates) {
    public static final CertificateChain EMPTY = new CertificateChain(List.of());

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    /// The end-entity certificate. @throws java.util.NoSuchElementException when the chain is empty
    public X509Certificate leaf() {
        return certificates.getFirst();
    }
}
