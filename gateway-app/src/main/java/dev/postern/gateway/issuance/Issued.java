package dev.postern.gateway.issuance;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A fresh certificate with its key.
///
/// @param chain end entity first
public record Issued(List<X509Certificate> chain, PrivateKey privateKey) {
    public Issued {
        chain = List.copyOf(chain);
    }

    /// Never the key.
    @Override
    public String toString() {
        return "Issued[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
