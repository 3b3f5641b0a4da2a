package dev.postern.gateway.trust;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.Resource;
import dev.postern.gateway.pem.PemFile;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.pem.UnreadablePem;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.Revocations;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The resource of trust bundles, and their certificates for the compiler.
@Component
public class TrustBundles implements Resource<TrustBundleInput, TrustBundle> {
    private final DocumentStore store;
    private final JsonMapper json;

    TrustBundles(DocumentStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    @Override
    public Kind kind() {
        return Kind.TRUST_BUNDLE;
    }

    @Override
    public Class<TrustBundleInput> inputType() {
        return TrustBundleInput.class;
    }

    @Override
    public String nameOf(TrustBundleInput input) {
        return String.valueOf(input.name());
    }

    @Override
    public TrustBundleInput checked(TrustBundleInput input) {
        Faults faults = new Faults();
        String name = faults.name(input.name());
        List<X509Certificate> certificates = List.of();
        try {
            certificates = PemFile.certificates(input.pem() == null ? "" : input.pem());
        } catch (UnreadablePem e) {
            faults.add("/pem", e.code(), e.sentence());
        }
        if (certificates.stream().anyMatch(certificate -> certificate.getBasicConstraints() < 0)) {
            faults.add("/pem", "notAnAuthority", "Every certificate here must be an authority (CA:TRUE).");
        }
        String lists = null;
        try {
            lists = RevocationLists.read(input.crlPem(), certificates).pem();
        } catch (UnreadablePem e) {
            faults.add("/crlPem", e.code(), e.sentence());
        }
        faults.throwIfAny();
        return new TrustBundleInput(name, PemText.of(certificates), lists);
    }

    @Override
    public TrustBundle view(Document document, TrustBundleInput body) {
        List<String> subjects = certificates(body).stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName()).toList();
        RevocationLists lists = lists(body);
        return new TrustBundle(document.id(), document.name(), String.valueOf(body.pem()), body.crlPem(), subjects,
                lists.lists().stream().map(RevocationList::of).toList(), lists.revocations().entries().size(),
                document.revision(), document.changedAt());
    }

    @Override
    public List<String> usedBy(Document document) {
        return Stream.concat(store.all(Kind.HOST).stream(), store.all(Kind.UPSTREAM).stream())
                .filter(user -> document.id()
                        .equals(json.readTree(user.body()).path("tls").path("trustBundleId").asString("")))
                .map(Document::name).toList();
    }

    /// The authorities of a stored bundle.
    public List<X509Certificate> certificates(Document document) {
        return certificates(document.read(json, TrustBundleInput.class));
    }

    /// Whom these authorities took their word back for.
    public Revocations revocations(Document document) {
        return lists(document).revocations();
    }

    /// Whether a revocation list should have been replaced by now.
    public boolean hasOutdatedList(Document document, Instant now) {
        return lists(document).isOutdated(now);
    }

    private RevocationLists lists(Document document) {
        return lists(document.read(json, TrustBundleInput.class));
    }

    private static RevocationLists lists(TrustBundleInput body) {
        try {
            return RevocationLists.read(body.crlPem(), certificates(body));
        } catch (UnreadablePem e) {
            throw new IllegalStateException("a stored revocation list cannot be read: " + e.sentence(), e);
        }
    }

    private static List<X509Certificate> certificates(TrustBundleInput body) {
        try {
            return PemFile.certificates(String.valueOf(body.pem()));
        } catch (UnreadablePem e) {
            throw new IllegalStateException("a stored trust bundle cannot be read: " + e.sentence(), e);
        }
    }
}
