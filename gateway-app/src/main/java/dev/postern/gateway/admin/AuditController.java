package dev.postern.gateway.admin;

import dev.postern.gateway.documents.Page;
import dev.postern.gateway.ledger.AuditTrail;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/// `/api/v1/audit`: who changed what, newest first.
@RestController
class AuditController {
    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/api/v1/audit")
    Page<AuditTrail.AuditEntry> audit(@RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String resource,
            @RequestParam(required = false) @Nullable String actor) {
        List<AuditTrail.AuditEntry> found = trail.list(Page.limit(limit) + 1, Page.position(after), resource, actor);
        boolean more = found.size() > limit;
        List<AuditTrail.AuditEntry> page = more ? found.subList(0, limit) : found;
        return new Page<>(page, more ? Page.cursor(page.getLast().position()) : null);
    }
}
