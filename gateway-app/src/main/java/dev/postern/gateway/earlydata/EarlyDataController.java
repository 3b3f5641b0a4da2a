package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.EarlyDataStatus.GateView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/early-data`: how the gate of the process that answers stands. It answers without the database, too.
@RestController
class EarlyDataController {
    private final EarlyDataStatus status;

    EarlyDataController(EarlyDataStatus status) {
        this.status = status;
    }

    @GetMapping("/api/v1/early-data")
    GateView gate() {
        return status.view();
    }
}
