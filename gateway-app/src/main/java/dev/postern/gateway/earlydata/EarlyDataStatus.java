package dev.postern.gateway.earlydata;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.tls.earlydata.EarlyDataReason;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How the gate of this process stands, for health, the actuator and REST.
@Component
public class EarlyDataStatus {
    private final EarlyDataGate gate;
    private final PolicyLease lease;

    EarlyDataStatus(EarlyDataGate gate, PolicyLease lease) {
        this.gate = gate;
        this.lease = lease;
    }

    /// @param reason     label of the `EarlyDataReason` why no early data goes through, or null
    /// @param sentence   the same for people
    /// @param revision   of the last write that this process knows of; 0 before it saw any
    /// @param leaseLeft  for how long the policy is still acted on if the database is not seen
    /// @param underWay   changes that let early data do more, and wait for replicas
    @Schema(name = "EarlyDataGate")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GateView(@Schema(requiredMode = RequiredMode.REQUIRED) boolean open, @Nullable String reason,
            @Nullable String sentence, @Schema(requiredMode = RequiredMode.REQUIRED) boolean enabledBySettings,
            @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
            @Schema(requiredMode = RequiredMode.REQUIRED) String lease,
            @Schema(requiredMode = RequiredMode.REQUIRED) String leaseLeft,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<StageView> underWay) {}

    /// @param phase     `prepare` while replicas are waited for, `enable` once the moment is set
    /// @param enabledAt by the database's clock
    @Schema(name = "EarlyDataStage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageView(@Schema(requiredMode = RequiredMode.REQUIRED) long revision,
            @Schema(requiredMode = RequiredMode.REQUIRED) String phase, @Nullable Instant enabledAt) {
        static StageView of(Stage stage) {
            return new StageView(stage.revision(), stage.enabledAt() == null ? "prepare" : "enable",
                    stage.enabledAt());
        }
    }

    public GateView view() {
        EarlyDataReason reason = gate.refusal().orElse(null);
        PolicyState state = gate.state();
        return new GateView(reason == null, reason == null ? null : reason.label(),
                reason == null ? null : reason.sentence(), gate.isEnabledHere(), state == null ? 0 : state.revision(),
                lease.length().toString(), Duration.ofSeconds(lease.left().toSeconds()).toString(),
                gate.underWay().stream().map(StageView::of).toList());
    }

    /// 0 once it is over.
    public double leaseSeconds() {
        return lease.left().toMillis() / 1000.0;
    }

    public boolean isShutBy(EarlyDataReason reason) {
        return gate.refusal().filter(reason::equals).isPresent();
    }
}
