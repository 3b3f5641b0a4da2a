package dev.postern.gateway.tickets;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.postern.tls.psk.TicketKeyRing;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.time.Duration;
import java.util.List;

/// `/api/v1/ticket-keys`: names, roles and ages, never material.
@RestController
@RequestMapping("/api/v1/ticket-keys")
class TicketKeyController {
    private final TicketKeys keys;

    TicketKeyController(TicketKeys keys) {
        this.keys = keys;
    }

    enum Role {
        @JsonProperty("next") NEXT,
        @JsonProperty("current") CURRENT,
        @JsonProperty("previous") PREVIOUS;

        static Role of(TicketKeyRing.Role role) {
            return switch (role) {
                case NEXT -> NEXT;
                case CURRENT -> CURRENT;
                case PREVIOUS -> PREVIOUS;
            };
        }
    }

    @Schema(name = "TicketKey")
    record KeyView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
            @Schema(requiredMode = RequiredMode.REQUIRED) Role role,
            @Schema(requiredMode = RequiredMode.REQUIRED) long ageSeconds) {}

    /// @param rotationPeriod ISO 8601
    @Schema(name = "TicketKeys")
    record KeysView(@Schema(requiredMode = RequiredMode.REQUIRED) List<KeyView> items,
            @Schema(requiredMode = RequiredMode.REQUIRED) String rotationPeriod) {}

    @GetMapping
    KeysView list() {
        return new KeysView(keys.views().stream().map(key -> new KeyView(key.id(), Role.of(key.role()),
                Duration.ofMillis(key.ageMillis()).toSeconds())).toList(), keys.period().toString());
    }

    /// Moves every key one place on.
    @PostMapping("/rotate")
    KeysView rotate(@RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        keys.rotate(actor.getName(), dryRun);
        return list();
    }

    /// A key may have leaked: every ticket issued so far is worth nothing from now on.
    @PostMapping("/revoke-all")
    KeysView revokeAll(@RequestParam(defaultValue = "false") boolean dryRun, Principal actor) {
        keys.revokeAll(actor.getName(), dryRun);
        return list();
    }
}
