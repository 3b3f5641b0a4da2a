package dev.postern.gateway.earlydata;

import dev.postern.gateway.documents.Precondition;
import dev.postern.gateway.ledger.Change;
import dev.postern.gateway.ledger.Ledger;
import dev.postern.gateway.ledger.Store;
import dev.postern.gateway.problem.Faults;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

import java.security.Principal;
import java.time.Instant;

/// `/api/v1/early-data/kill-switch`: one switch for all early data of every replica.
@RestController
@RequestMapping("/api/v1/early-data/kill-switch")
class KillSwitchController {
    private static final int LONGEST_NOTE = 500;
    private static final String KIND = "killSwitch";

    private final RolloutStore rows;
    private final Store store;
    private final Ledger ledger;
    private final EarlyDataGate gate;
    private final JsonMapper json;

    KillSwitchController(RolloutStore rows, Store store, Ledger ledger, EarlyDataGate gate, JsonMapper json) {
        this.rows = rows;
        this.store = store;
        this.ledger = ledger;
        this.gate = gate;
        this.json = json;
    }

    /// @param engaged whether early data is off
    /// @param note    why
    @Schema(name = "KillSwitchInput")
    record SwitchInput(@Schema(requiredMode = RequiredMode.REQUIRED) @Nullable Boolean engaged,
            @Schema(maxLength = LONGEST_NOTE) @Nullable String note) {}

    /// @param enabledBySettings whether the environment of the process that answers lets early data in at all (`postern.early-data.enabled`)
    @Schema(name = "KillSwitch")
    record SwitchView(@Schema(requiredMode = RequiredMode.REQUIRED) boolean engaged,
            @Schema(requiredMode = RequiredMode.REQUIRED) String note,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean enabledBySettings,
            @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant changedAt,
            @Schema(requiredMode = RequiredMode.REQUIRED) String changedBy) {}

    @GetMapping
    ResponseEntity<SwitchView> get() {
        store.requireOpen();
        return answer(rows.killSwitch());
    }

    @PutMapping
    ResponseEntity<SwitchView> set(@RequestBody SwitchInput input,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, Principal actor) {
        SwitchInput checked = checked(input);
        return answer(ledger.write(actor.getName(), dryRun, change -> set(checked, change, ifMatch, actor)));
    }

    private KillSwitch set(SwitchInput input, Change change, @Nullable String ifMatch, Principal actor) {
        KillSwitch old = rows.killSwitch();
        Precondition.require(ifMatch, old.etag(), "kill switch of early data");
        boolean engaged = Boolean.TRUE.equals(input.engaged());
        KillSwitch next = new KillSwitch(engaged, String.valueOf(input.note()), change.revision(), change.at(),
                actor.getName());
        rows.keep(next);
        change.record(engaged ? "engage" : "release", KIND, "early-data", "early data", audited(old), audited(next));
        return next;
    }

    private String audited(KillSwitch state) {
        return json.writeValueAsString(new SwitchInput(state.engaged(), state.note()));
    }

    private static SwitchInput checked(@Nullable SwitchInput input) {
        Faults faults = new Faults();
        if (input == null || input.engaged() == null) {
            faults.add("/engaged", "required", "Say whether the switch is engaged, true or false.");
        }
        String note = input == null || input.note() == null ? "" : input.note().strip();
        if (note.length() > LONGEST_NOTE) {
            faults.add("/note", "tooLong", "A note has at most " + LONGEST_NOTE + " characters.");
        }
        if (note.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            faults.add("/note", "controlCharacter", "A note has no control characters but newline and tab.");
        }
        faults.throwIfAny();
        return new SwitchInput(input == null ? null : input.engaged(), note);
    }

    private ResponseEntity<SwitchView> answer(KillSwitch state) {
        return ResponseEntity.ok().header(HttpHeaders.ETAG, state.etag())
                .body(new SwitchView(state.engaged(), state.note(), gate.isEnabledHere(), state.revision(),
                        state.changedAt(), state.changedBy()));
    }
}
