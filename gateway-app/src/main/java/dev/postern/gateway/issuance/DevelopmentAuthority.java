package dev.postern.gateway.issuance;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An authority for one run on one machine. A person who trusts it gives away nothing but `localhost`: its certificate is constrained
/// to that name, ends after 30 days, and its key is never written down.
public final class DevelopmentAuthority {
    private static final Duration VALIDITY = Duration.ofDays(30);

    private final KeyPair key;
    private final X500Name name;
    private final X509Certificate certificate;
    private final Instant now;

    private DevelopmentAuthority(KeyPair key, X500Name name, X509Certificate certificate, Instant now) {
        this.key = key;
        this.name = name;
        this.certificate = certificate;
        this.now = now;
    }

    public static DevelopmentAuthority create(Instant now) {
        KeyPair key = CertificateForm.newKey();
        X500Name name = CertificateForm.commonName("Postern development CA (localhost only)");
        // Whatever is not among the permitted trees is forbidden for its type (RFC 5280 4.2.1.10): no other name, no other address.
        NameConstraints localhostOnly = new NameConstraints(
                new GeneralSubtree[]{new GeneralSubtree(new GeneralName(GeneralName.dNSName, "localhost")),
                    new GeneralSubtree(new GeneralName(GeneralName.iPAddress, "127.0.0.0/8"))},
                null);
        try {
            X509Certificate certificate = new CertificateForm(name, name, key.getPublic(), now, VALIDITY)
                    .authority(localhostOnly).sign(key.getPrivate());
            return new DevelopmentAuthority(key, name, certificate, now);
        } catch (CertIOException e) {
            throw new IllegalStateException("the development authority cannot be made", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// @param dnsNames `localhost` and names below it
    public Issued issue(List<String> dnsNames) {
        KeyPair leaf = CertificateForm.newKey();
        try {
            X509Certificate issued = new CertificateForm(name, CertificateForm.commonName(dnsNames.getFirst()),
                    leaf.getPublic(), now, VALIDITY).endEntity(SelfSigned.names(dnsNames, List.of()))
                    .sign(key.getPrivate());
            return new Issued(List.of(issued, certificate), leaf.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalArgumentException("these names do not fit into a certificate: " + dnsNames, e);
        }
    }
}
