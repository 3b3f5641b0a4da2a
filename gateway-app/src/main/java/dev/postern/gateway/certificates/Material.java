package dev.postern.gateway.certificates;

import dev.postern.gateway.routes.Finding;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A chain in order and its key, as they were read; not yet judged.
///
/// @param chain    end entity first
/// @param source   `uploaded` or `generated`
/// @param findings of the reading
record Material(List<X509Certificate> chain, PrivateKey privateKey, String source, List<Finding> findings) {
    Material {
        chain = List.copyOf(chain);
        findings = List.copyOf(findings);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    /// Never the key.
    @Override
    public String toString() {
        return "Material[" + leaf().getSubjectX500Principal() + ", " + source + "]";
    }
}
