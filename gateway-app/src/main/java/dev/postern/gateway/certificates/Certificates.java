package dev.postern.gateway.certificates;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Documents.Write;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.Page;
import dev.postern.gateway.documents.Precondition;
import dev.postern.gateway.documents.Tagged;
import dev.postern.gateway.ledger.Change;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.problem.FieldError;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Takes certificates in, keeps their versions, and says where they are used. Blocking: called on virtual threads.
@Component
class Certificates {
    private final DocumentStore documents;
    private final CertificateStore store;
    private final Ledger ledger;
    private final Vault vault;
    private final JsonMapper json;

    Certificates(DocumentStore documents, CertificateStore store, Ledger ledger, Vault vault, JsonMapper json) {
        this.documents = documents;
        this.store = store;
        this.ledger = ledger;
        this.vault = vault;
        this.json = json;
    }

    Page<CertificateView> list(int limit, @Nullable String after) {
        List<Document> found = documents.list(Kind.CERTIFICATE, Document.NO_PARENT, Page.position(after),
                Page.limit(limit) + 1);
        boolean more = found.size() > limit;
        List<Document> page = more ? found.subList(0, limit) : found;
        return new Page<>(page.stream().map(this::view).toList(), more ? Page.cursor(page.getLast().name()) : null);
    }

    Tagged<CertificateView> get(String id) {
        return tagged(require(id));
    }

    Tagged<CertificateView> create(CertificateInput input, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Faults faults = new Faults();
            String name = faults.name(input.name());
            faults.throwIfAny();
            String id = documents.newId(Kind.CERTIFICATE);
            Material material = MaterialReader.read(input, change.at());
            Summary summary = accepted(material, id, 1, change);
            Document document = documents.insert(change, Kind.CERTIFICATE, id, Document.NO_PARENT, name,
                    json.writeValueAsString(summary));
            keep(change, id, material, summary);
            store.activate(id, 1);
            return tagged(document);
        });
    }

    /// New material under the same id, so that every host follows.
    Tagged<CertificateView> addVersion(String id, CertificateInput input, boolean activate, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = require(id);
            Precondition.requireStored(old);
            return version(change, old, old.name(), input, activate);
        });
    }

    Tagged<CertificateView> replace(String id, CertificateInput input, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = current(id, write);
            Faults faults = new Faults();
            String name = faults.name(input.name());
            faults.throwIfAny();
            return version(change, old, name, input, true);
        });
    }

    /// A merge patch: a name, new material, or both. What is stored has no key to merge with, so material comes whole.
    Tagged<CertificateView> patch(String id, JsonNode patch, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = current(id, write);
            if (!patch.isObject()) {
                throw Problem.invalid("", "wrongType", "A merge patch is a JSON object.");
            }
            CertificateInput input = Objects.requireNonNull(json.treeToValue(patch, CertificateInput.class));
            Faults faults = new Faults();
            String name = patch.has("name") ? faults.name(input.name()) : old.name();
            faults.throwIfAny();
            return MaterialReader.holdsMaterial(input) ? version(change, old, name, input, true)
                    : tagged(documents.update(change, old, name, old.body()));
        });
    }

    Tagged<CertificateView> activate(String id, int version, Write write) {
        return ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = require(id);
            Precondition.requireStored(old);
            CertificateStore.Row row = store.version(id, version)
                    .orElseThrow(() -> Problem.notFound("version " + version + " of certificate '" + id + "'"));
            store.activate(id, version);
            return tagged(documents.update(change, old, old.name(), row.summary()));
        });
    }

    void delete(String id, Write write) {
        ledger.write(write.actor(), write.dryRun(), change -> {
            Document old = current(id, write);
            List<String> users = users(id).stream().map(Document::name).toList();
            if (!users.isEmpty()) {
                throw Problem.inUse("The certificate '" + old.name() + "' is still in use.", users);
            }
            documents.delete(change, old);
            return old;
        });
    }

    List<CertificateView.VersionView> versions(String id) {
        Document document = require(id);
        if (document.declared()) {
            return List.of(document.read(json, Summary.class).version(true, document.createdAt()));
        }
        return store.versions(id).stream().map(row -> json.readValue(row.summary(), Summary.class)
                .version(row.active(), row.createdAt())).toList();
    }

    List<CertificateView.HostUse> usage(String id) {
        require(id);
        return users(id).stream().map(host -> new CertificateView.HostUse(host.id(), host.name(),
                texts(json.readTree(host.body()).path("serverNames")))).toList();
    }

    String chainPem(String id) {
        require(id);
        return store.versions(id).stream().filter(CertificateStore.Row::active).findFirst()
                .map(CertificateStore.Row::chainPem)
                .orElseThrow(() -> Problem.notFound("stored chain of '" + id + "'"));
    }

    private Tagged<CertificateView> version(Change change, Document old, String name, CertificateInput input,
            boolean activate) {
        Material material = MaterialReader.read(input, change.at());
        int number = store.versions(old.id()).stream().mapToInt(CertificateStore.Row::version).max().orElse(0) + 1;
        Summary summary = accepted(material, old.id(), number, change);
        keep(change, old.id(), material, summary);
        if (!activate) {
            change.record("addVersion", Kind.CERTIFICATE.label(), old.id(), name, null,
                    json.writeValueAsString(summary));
            return new Tagged<>(summary.view(old), old.etag(), old.id());
        }
        store.activate(old.id(), number);
        return tagged(documents.update(change, old, name, json.writeValueAsString(summary)));
    }

    private Summary accepted(Material material, String id, int version, Change change) {
        List<Finding> findings = new ArrayList<>(CertificateChecks.of(material, change.at()));
        String spki = spkiSha256(material.leaf());
        sameKey(id, spki).ifPresent(findings::add);
        if (findings.stream().anyMatch(Finding::isError)) {
            List<FieldError> errors = findings.stream().filter(Finding::isError)
                    .map(finding -> new FieldError("", finding.code(), finding.message())).toList();
            throw Problem.certificateRefused(findings, errors);
        }
        X509Certificate leaf = material.leaf();
        return new Summary(CertificateChecks.dnsNames(leaf), leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(), CertificateChecks.keyAlgorithm(leaf.getPublicKey()), spki,
                leaf.getSubjectX500Principal().getName(), leaf.getIssuerX500Principal().getName(),
                material.chain().size(), material.source(), version, List.copyOf(findings));
    }

    private Optional<Finding> sameKey(String id, String spki) {
        return documents.all(Kind.CERTIFICATE).stream().filter(other -> !other.id().equals(id))
                .filter(other -> json.readTree(other.body()).path("spkiSha256").asString("").equals(spki)).findFirst()
                .map(other -> Finding.warning("sameKey", "The certificate '" + other.name()
                        + "' has the same key: whoever gets one gets both."));
    }

    private void keep(Change change, String id, Material material, Summary summary) {
        byte[] key = material.privateKey().getEncoded();
        store.add(change, id, summary.version(), PemText.of(material.chain()),
                vault.seal(CertificateCatalogue.place(id, summary.version()), key), json.writeValueAsString(summary));
    }

    private List<Document> users(String id) {
        return documents.all(Kind.HOST).stream()
                .filter(host -> texts(json.readTree(host.body()).path("certificateIds")).contains(id)).toList();
    }

    private Document current(String id, Write write) {
        Document old = require(id);
        Precondition.require(write.ifMatch(), old);
        return old;
    }

    private Document require(String id) {
        return documents.find(Kind.CERTIFICATE, id).orElseThrow(() -> Problem.notFound("certificate '" + id + "'"));
    }

    private Tagged<CertificateView> tagged(Document document) {
        return new Tagged<>(view(document), document.etag(), document.id());
    }

    private CertificateView view(Document document) {
        return document.read(json, Summary.class).view(document);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asString("")));
        return texts;
    }

    private static String spkiSha256(X509Certificate certificate) {
        return HexFormat.of().formatHex(Hashes.sha256(certificate.getPublicKey().getEncoded()));
    }

    /// The summary of a certificate that lives in memory alone.
    static Summary declaredSummary(List<X509Certificate> chain) {
        X509Certificate leaf = chain.getFirst();
        return new Summary(CertificateChecks.dnsNames(leaf), leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(), CertificateChecks.keyAlgorithm(leaf.getPublicKey()), spkiSha256(leaf),
                leaf.getSubjectX500Principal().getName(), leaf.getIssuerX500Principal().getName(), chain.size(),
                "declared", 1, List.of(Finding.info("inMemory", "Its key lives in memory until the process ends.")));
    }
}
