package dev.postern.gateway.upstreams;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Documents;
import dev.postern.gateway.documents.Documents.Write;
import dev.postern.gateway.documents.Page;
import dev.postern.gateway.ledger.Ledger;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.security.Principal;

/// `/api/v1/upstreams`.
@RestController
@RequestMapping(UpstreamController.PATH)
class UpstreamController {
    static final String PATH = "/api/v1/upstreams";
    private final Documents<UpstreamInput, UpstreamView> upstreams;

    UpstreamController(Upstreams resource, DocumentStore store, Ledger ledger, JsonMapper json) {
        this.upstreams = new Documents<>(resource, store, ledger, json);
    }

    @GetMapping
    Page<UpstreamView> list(@RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return upstreams.list(Document.NO_PARENT, limit, after);
    }

    @PostMapping
    ResponseEntity<UpstreamView> create(@RequestBody UpstreamInput input,
            @RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        return upstreams.create(Document.NO_PARENT, input, new Write(actor.getName(), dryRun, null)).created(PATH,
                dryRun);
    }

    @GetMapping("/{id}")
    ResponseEntity<UpstreamView> get(@PathVariable String id) {
        return upstreams.get(Document.NO_PARENT, id).ok();
    }

    @PutMapping("/{id}")
    ResponseEntity<UpstreamView> replace(@PathVariable String id, @RequestBody UpstreamInput input,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return upstreams.replace(Document.NO_PARENT, id, input, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @PatchMapping("/{id}")
    ResponseEntity<UpstreamView> patch(@PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(schema = @Schema(implementation = UpstreamInput.class))) @RequestBody JsonNode patch,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return upstreams.patch(Document.NO_PARENT, id, patch, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        upstreams.delete(Document.NO_PARENT, id, new Write(actor.getName(), dryRun, ifMatch));
        return ResponseEntity.noContent().build();
    }
}
