package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.EarlyDataStatus.GateView;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Actuator `health`, component `earlyData`. Never DOWN: a gateway without its policy refuses early data, and serves on.
@Component("earlyDataHealthIndicator")
class EarlyDataHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");
    private final EarlyDataStatus status;

    EarlyDataHealth(EarlyDataStatus status) {
        this.status = status;
    }

    @Override
    public Health health() {
        GateView gate = status.view();
        Health.Builder health = Health
                .status(status.isShutBy(EarlyDataReason.POLICY_STALE) ? DEGRADED : Status.UP)
                .withDetail("open", gate.open()).withDetail("revision", gate.revision())
                .withDetail("leaseLeft", gate.leaseLeft()).withDetail("underWay", gate.underWay());
        if (gate.reason() != null && gate.sentence() != null) {
            health.withDetail("reason", gate.reason()).withDetail("sentence", gate.sentence());
        }
        return health.build();
    }
}
