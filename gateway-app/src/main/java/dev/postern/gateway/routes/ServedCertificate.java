package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// A certificate with its key as the data plane serves it. One that broke (expired, key cannot be opened) stays here with the
/// reason, so that its host alone suffers.
///
/// @param chain        end entity first; empty when it could not be read
/// @param privateKey   null when it could not be opened
/// @param brokenReason a sentence, or null for a certificate that can be served
public record ServedCertificate(String id, String name, int version, List<X509Certificate> chain,
        @Nullable PrivateKey privateKey, List<Finding> findings, @Nullable String brokenReason) {
    public ServedCertificate {
        chain = List.copyOf(chain);
        findings = List.copyOf(findings);
        if (brokenReason == null && (chain.isEmpty() || privateKey == null)) {
            throw new IllegalArgumentException("certificate " + name + " has no chain or key and no reason for that");
        }
    }

    public boolean broken() {
        return brokenReason != null;
    }

    public Optional<X509Certificate> leaf() {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getFirst());
    }

    /// Never the key.
    @Override
    public String toString() {
        return "ServedCertificate[" + id + " " + name + " v" + version + (broken() ? " broken" : "") + "]";
    }
}
