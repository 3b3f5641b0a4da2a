package dev.postern.gateway.trust;

import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.pem.UnreadablePem;
import dev.postern.gateway.routes.Revocations;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Certificate revocation lists (RFC 5280 5) of the authorities of one bundle.
///
/// @param lists signed by authorities of the bundle
record RevocationLists(List<X509CRL> lists) {
    private static final int CRL_SIGN = 6;

    RevocationLists {
        lists = List.copyOf(lists);
    }

    /// @param pem         null or empty for none
    /// @param authorities that must have signed each of them
    /// @throws UnreadablePem when it holds anything that we would not understand whole
    static RevocationLists read(@Nullable String pem, List<X509Certificate> authorities) throws UnreadablePem {
        List<X509CRL> lists = new ArrayList<>();
        if (pem != null && !pem.isBlank()) {
            for (CRL list : decode(pem)) {
                lists.add(checked((X509CRL) list, authorities));
            }
            if (lists.isEmpty()) {
                throw new UnreadablePem("noRevocationList", "There is no BEGIN X509 CRL block in the text.");
            }
        }
        return new RevocationLists(lists);
    }

    private static Iterable<? extends CRL> decode(String pem) throws UnreadablePem {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCRLs(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new UnreadablePem("malformedRevocationList", "A revocation list cannot be decoded.");
        }
    }

    private static X509CRL checked(X509CRL list, List<X509Certificate> authorities) throws UnreadablePem {
        String issuer = list.getIssuerX500Principal().getName();
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical != null && !critical.isEmpty()) {
            // RFC 5280 5.2: an application MUST NOT use a list with a critical extension that it cannot process
            throw new UnreadablePem("partialRevocationList", "The revocation list of " + issuer
                    + " has critical extensions: partial, indirect and delta lists cannot be used.");
        }
        boolean signed = authorities.stream().filter(
                authority -> authority.getSubjectX500Principal().equals(list.getIssuerX500Principal()) && maySign(
                        authority))
                .anyMatch(authority -> verifies(list, authority));
        if (!signed) {
            throw new UnreadablePem("foreignRevocationList",
                    "The revocation list of " + issuer + " is not signed by an authority of this bundle.");
        }
        return list;
    }

    private static boolean maySign(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    private static boolean verifies(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }

    Revocations revocations() {
        Set<Revocations.Entry> entries = new HashSet<>();
        for (X509CRL list : lists) {
            Set<? extends X509CRLEntry> revoked = list.getRevokedCertificates();
            if (revoked != null) {
                revoked.forEach(entry -> entries
                        .add(new Revocations.Entry(list.getIssuerX500Principal(), entry.getSerialNumber())));
            }
        }
        return new Revocations(entries);
    }

    /// Whether a newer one should have come by now. Whoever was revoked stays so.
    boolean isOutdated(Instant now) {
        return lists.stream().anyMatch(
                list -> list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now));
    }

    @Nullable
    String pem() {
        if (lists.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (X509CRL list : lists) {
            try {
                text.append(PemText.block("X509 CRL", list.getEncoded()));
            } catch (CRLException e) {
                throw new IllegalArgumentException("a revocation list without an encoding", e);
            }
        }
        return text.toString();
    }
}
