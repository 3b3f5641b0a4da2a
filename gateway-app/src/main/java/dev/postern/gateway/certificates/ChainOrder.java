package dev.postern.gateway.certificates;

import dev.postern.gateway.routes.Finding;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts certificates that came in any order into a chain, starting at the one that the key belongs to.
///
/// @param chain    end entity first, without a root; empty when no certificate belongs to the key
/// @param findings about what was left out
record ChainOrder(List<X509Certificate> chain, List<Finding> findings) {

    static ChainOrder of(List<X509Certificate> certificates, PrivateKey key) {
        Optional<X509Certificate> leaf = certificates.stream()
                .filter(certificate -> KeyMatch.belongs(key, certificate.getPublicKey())).findFirst();
        if (leaf.isEmpty()) {
            return new ChainOrder(List.of(), List.of());
        }
        List<X509Certificate> rest = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf.get()));
        rest.removeIf(leaf.get()::equals);
        Optional<X509Certificate> issuer = issuerOf(leaf.get(), rest);
        while (issuer.isPresent()) {
            chain.add(issuer.get());
            rest.removeIf(issuer.get()::equals);
            issuer = isSelfIssued(chain.getLast()) ? Optional.empty() : issuerOf(chain.getLast(), rest);
        }
        return new ChainOrder(withoutRoot(chain), leftOver(rest));
    }

    // RFC 9846 4.5.1: a self-signed root may be left out, for a client that does not have it does not trust it either
    private static List<X509Certificate> withoutRoot(List<X509Certificate> chain) {
        return chain.size() > 1 && isSelfIssued(chain.getLast()) ? List.copyOf(chain.subList(0, chain.size() - 1))
                : List.copyOf(chain);
    }

    private static List<Finding> leftOver(List<X509Certificate> rest) {
        return rest.isEmpty() ? List.of()
                : List.of(Finding.warning("unrelatedCertificates", rest.size()
                        + " of the certificates do not belong to the chain and were left out, first: "
                        + rest.getFirst().getSubjectX500Principal() + "."));
    }

    private static Optional<X509Certificate> issuerOf(X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream().filter(candidate -> isSignedBy(certificate, candidate)).findFirst();
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByThisKey) {
            return false;
        }
    }
}
