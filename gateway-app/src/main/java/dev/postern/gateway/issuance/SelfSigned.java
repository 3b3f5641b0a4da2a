package dev.postern.gateway.issuance;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.CertIOException;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Makes self-signed leaves.
public final class SelfSigned {
    private SelfSigned() {}

    /// @param dnsNames  at least one
    /// @param addresses IP literals; may be empty
    public static Issued issue(List<String> dnsNames, List<String> addresses, Instant now, Duration validity) {
        KeyPair key = CertificateForm.newKey();
        X500Name name = CertificateForm.commonName(dnsNames.getFirst());
        try {
            return new Issued(List.of(new CertificateForm(name, name, key.getPublic(), now, validity)
                    .endEntity(names(dnsNames, addresses)).sign(key.getPrivate())), key.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalArgumentException("these names do not fit into a certificate: " + dnsNames, e);
        }
    }

    static List<GeneralName> names(List<String> dnsNames, List<String> addresses) {
        List<GeneralName> names = new java.util.ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return names;
    }
}
