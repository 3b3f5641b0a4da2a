package dev.postern.gateway.replay;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/// Actuator `health`, component `replayStore`. Never DOWN: without its store a gateway refuses early data, and serves on.
@Component("replayStoreHealthIndicator")
class ReplayStoreHealth implements HealthIndicator {
    private static final Status DEGRADED = new Status("DEGRADED");

    private final ReplayZone zone;

    ReplayStoreHealth(ReplayZone zone) {
        this.zone = zone;
    }

    @Override
    public Health health() {
        StoreCondition condition = zone.condition().get();
        Status status = switch (condition.status()) {
            case READY, WARMING_UP -> Status.UP;
            case AWAY, FORGETFUL, DIVIDED -> DEGRADED;
        };
        return Health.status(status).withDetail("shared", condition.shared()).withDetail("zone", condition.zone())
                .withDetail("state", condition.status()).withDetail("sentence", condition.sentence()).build();
    }
}
