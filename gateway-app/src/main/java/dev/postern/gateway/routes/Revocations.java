package dev.postern.gateway.routes;

import javax.security.auth.x500.X500Principal;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// Certificates that their authorities took back, as the lists say that an operator gave us. Nobody is asked for newer lists.
///
/// @param entries one for each certificate
public record Revocations(Set<Entry> entries) {
    public static final Revocations NONE = new Revocations(Set.of());

    /// RFC 5280 4.1.2.2: issuer name and serial number identify a unique certificate.
    public record Entry(X500Principal issuer, BigInteger serial) {}

    public Revocations {
        entries = Set.copyOf(entries);
    }

    /// Whether any certificate of the chain was taken back.
    public boolean has(List<X509Certificate> chain) {
        return !entries.isEmpty() && chain.stream().anyMatch(certificate -> entries
                .contains(new Entry(certificate.getIssuerX500Principal(), certificate.getSerialNumber())));
    }
}
