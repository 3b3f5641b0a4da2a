package dev.postern.gateway.stats;

import dev.postern.gateway.earlydata.EarlyDataStatus;
import dev.postern.tls.earlydata.EarlyDataReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

import java.util.List;

/// How the gate stands, as gauges.
@Component
class EarlyDataMeters implements MeterBinder {
    private final EarlyDataStatus status;

    EarlyDataMeters(EarlyDataStatus status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(GatewayMeters.EARLY_DATA_LEASE.meterName(), status, EarlyDataStatus::leaseSeconds)
                .description(GatewayMeters.EARLY_DATA_LEASE.description()).baseUnit("seconds").register(registry);
        for (EarlyDataReason reason : List.of(EarlyDataReason.KILL_SWITCH, EarlyDataReason.POLICY_STALE)) {
            Gauge.builder(GatewayMeters.EARLY_DATA_SHUT.meterName(), status, at -> at.isShutBy(reason) ? 1 : 0)
                    .description(GatewayMeters.EARLY_DATA_SHUT.description())
                    .tag(GatewayMeters.EARLY_DATA_SHUT.tags().getFirst(), reason.label()).register(registry);
        }
    }
}
