package dev.postern.gateway.certificates;

import dev.postern.gateway.documents.Documents.Write;
import dev.postern.gateway.documents.Page;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;

/// `/api/v1/certificates`.
@RestController
@RequestMapping(CertificateController.PATH)
class CertificateController {
    static final String PATH = "/api/v1/certificates";
    private final Certificates certificates;

    CertificateController(Certificates certificates) {
        this.certificates = certificates;
    }

    @GetMapping
    Page<CertificateView> list(@RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return certificates.list(limit, after);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CertificateView> create(@RequestBody CertificateInput input,
            @RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        return certificates.create(input, new Write(actor.getName(), dryRun, null)).created(PATH, dryRun);
    }

    /// The same from a form with files.
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<CertificateView> upload(@RequestPart String name,
            @RequestPart(required = false) byte @Nullable [] chain,
            @RequestPart(required = false) byte @Nullable [] privateKey,
            @RequestPart(required = false) byte @Nullable [] pkcs12,
            @RequestPart(required = false) @Nullable String passphrase,
            @RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        CertificateInput input = new CertificateInput(name, text(chain), text(privateKey),
                pkcs12 == null ? null : Base64.getEncoder().encodeToString(pkcs12), passphrase, null);
        return certificates.create(input, new Write(actor.getName(), dryRun, null)).created(PATH, dryRun);
    }

    @GetMapping("/{id}")
    ResponseEntity<CertificateView> get(@PathVariable String id) {
        return certificates.get(id).ok();
    }

    @PutMapping("/{id}")
    ResponseEntity<CertificateView> replace(@PathVariable String id, @RequestBody CertificateInput input,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return certificates.replace(id, input, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @PatchMapping("/{id}")
    ResponseEntity<CertificateView> patch(@PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(schema = @Schema(implementation = CertificateInput.class))) @RequestBody JsonNode patch,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return certificates.patch(id, patch, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        certificates.delete(id, new Write(actor.getName(), dryRun, ifMatch));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/versions")
    CertificateView.VersionsView versions(@PathVariable String id) {
        return new CertificateView.VersionsView(certificates.versions(id));
    }

    @PostMapping("/{id}/versions")
    ResponseEntity<CertificateView> addVersion(@PathVariable String id, @RequestBody CertificateInput input,
            @RequestParam(defaultValue = "true") boolean activate, @RequestParam(defaultValue = "false") boolean dryRun,
            Principal actor) {
        return certificates.addVersion(id, input, activate, new Write(actor.getName(), dryRun, null))
                .created(PATH + "/" + id + "/versions", dryRun);
    }

    @PostMapping("/{id}/versions/{version}/activate")
    ResponseEntity<CertificateView> activate(@PathVariable String id, @PathVariable int version,
            @RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        return certificates.activate(id, version, new Write(actor.getName(), dryRun, null)).ok();
    }

    @GetMapping("/{id}/usage")
    CertificateView.UsageView usage(@PathVariable String id) {
        return new CertificateView.UsageView(certificates.usage(id));
    }

    @GetMapping(path = "/{id}/chain.pem", produces = MediaType.TEXT_PLAIN_VALUE)
    String chain(@PathVariable String id) {
        return certificates.chainPem(id);
    }

    private static @Nullable String text(byte @Nullable [] file) {
        return file == null ? null : new String(file, StandardCharsets.US_ASCII);
    }
}
