package dev.postern.gateway.certificates;

import dev.postern.gateway.documents.Declared;
import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.SealedCertificate;
import dev.postern.gateway.pem.PemFile;
import dev.postern.gateway.pem.UnreadablePem;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Certificates with their keys opened, as they are served. One that cannot be opened or has expired is marked broken, and nothing
/// else suffers.
@Component
public class CertificateCatalogue {
    private final Vault vault;
    private final JsonMapper json;
    private final Declared others;
    private final Map<String, ServedCertificate> opened = new ConcurrentHashMap<>();
    private final Map<String, ServedCertificate> declared = new ConcurrentHashMap<>();

    CertificateCatalogue(Vault vault, JsonMapper json, Declared others) {
        this.vault = vault;
        this.json = json;
        this.others = others;
    }

    /// Adds a certificate that lives in memory alone.
    public void declare(String id, String name, List<X509Certificate> chain, PrivateKey key, Instant now) {
        declared.put(id, new ServedCertificate(id, name, 1, chain, key, List.of(), null));
        others.add(new Document(Kind.CERTIFICATE, id, Document.NO_PARENT, name,
                json.writeValueAsString(Certificates.declaredSummary(chain)), 0, now, now, true));
    }

    /// The certificate of a document.
    ///
    /// @param sealed its active version, or null for a declared one
    public ServedCertificate serve(Document document, @Nullable SealedCertificate sealed, Instant now) {
        ServedCertificate known = declared.get(document.id());
        if (known != null) {
            return judged(known, now);
        }
        if (sealed == null) {
            return broken(document, 0, "no version of it is active");
        }
        // Opening is slow (a signature proves the key), and a version never changes.
        String key = document.id() + "/" + document.revision() + "/" + seal(sealed);
        ServedCertificate certificate = opened.computeIfAbsent(key, absent -> open(document, sealed));
        opened.keySet().removeIf(other -> other.startsWith(document.id() + "/") && !other.equals(key));
        if (certificate.broken()) {
            opened.remove(key);
        }
        return judged(certificate, now);
    }

    /// Every sealing is another one, also of a dry run whose version and revision are given out again.
    private static String seal(SealedCertificate sealed) {
        return HexFormat.of().formatHex(Hashes.sha256(sealed.sealedKey()));
    }

    private ServedCertificate open(Document document, SealedCertificate sealed) {
        try {
            List<X509Certificate> chain = PemFile.certificates(sealed.chainPem());
            PrivateKey key = PemFile.privateKey(vault.open(place(document.id(), sealed.version()), sealed.sealedKey()));
            if (!KeyMatch.belongs(key, chain.getFirst().getPublicKey())) {
                return broken(document, sealed.version(), "its key does not belong to it");
            }
            List<Finding> findings = document.read(json, Summary.class).findings();
            return new ServedCertificate(document.id(), document.name(), sealed.version(), chain, key, findings, null);
        } catch (Vault.CannotOpen e) {
            return broken(document, sealed.version(), "its key cannot be opened with this key-encryption key");
        } catch (UnreadablePem e) {
            return broken(document, sealed.version(), "it cannot be read: " + e.sentence());
        }
    }

    private static ServedCertificate broken(Document document, int version, String reason) {
        String sentence = "certificate '" + document.name() + "' is broken: " + reason;
        return new ServedCertificate(document.id(), document.name(), version, List.of(), null,
                List.of(Finding.error("broken", sentence)), sentence);
    }

    private static ServedCertificate judged(ServedCertificate certificate, Instant now) {
        Optional<X509Certificate> leaf = certificate.leaf();
        if (certificate.broken() || leaf.isEmpty() || !leaf.get().getNotAfter().toInstant().isBefore(now)) {
            return certificate;
        }
        String sentence = "certificate '" + certificate.name() + "' expired at " + leaf.get().getNotAfter().toInstant();
        return new ServedCertificate(certificate.id(), certificate.name(), certificate.version(), certificate.chain(),
                certificate.privateKey(), List.of(Finding.error("expired", sentence)), sentence);
    }

    /// Names that a certificate covers, wildcards included.
    public static List<String> dnsNames(X509Certificate certificate) {
        return CertificateChecks.dnsNames(certificate);
    }

    /// What a sealed key is bound to.
    static String place(String certificateId, int version) {
        return "certificate " + certificateId + " version " + version;
    }
}
