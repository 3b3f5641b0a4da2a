package dev.postern.gateway.hosts;

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

/// `/api/v1/hosts/{hostId}/routes`.
@RestController
@RequestMapping(RouteController.PATH)
class RouteController {
    static final String PATH = "/api/v1/hosts/{hostId}/routes";
    private final Documents<RouteInput, RouteView> routes;

    RouteController(Routes resource, DocumentStore store, Ledger ledger, JsonMapper json) {
        this.routes = new Documents<>(resource, store, ledger, json);
    }

    @GetMapping
    Page<RouteView> list(@PathVariable String hostId, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return routes.list(hostId, limit, after);
    }

    @PostMapping
    ResponseEntity<RouteView> create(@PathVariable String hostId, @RequestBody RouteInput input,
            @RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        return routes.create(hostId, input, new Write(actor.getName(), dryRun, null))
                .created("/api/v1/hosts/" + hostId + "/routes", dryRun);
    }

    @GetMapping("/{id}")
    ResponseEntity<RouteView> get(@PathVariable String hostId, @PathVariable String id) {
        return routes.get(hostId, id).ok();
    }

    @PutMapping("/{id}")
    ResponseEntity<RouteView> replace(@PathVariable String hostId, @PathVariable String id,
            @RequestBody RouteInput input,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return routes.replace(hostId, id, input, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @PatchMapping("/{id}")
    ResponseEntity<RouteView> patch(@PathVariable String hostId, @PathVariable String id,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(schema = @Schema(implementation = RouteInput.class))) @RequestBody JsonNode patch,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        return routes.patch(hostId, id, patch, new Write(actor.getName(), dryRun, ifMatch)).ok();
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String hostId, @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        routes.delete(hostId, id, new Write(actor.getName(), dryRun, ifMatch));
        return ResponseEntity.noContent().build();
    }
}
