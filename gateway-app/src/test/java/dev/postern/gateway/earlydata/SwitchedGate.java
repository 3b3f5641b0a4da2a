package dev.postern.gateway.earlydata;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A gate that a test shuts, without a database.
public final class SwitchedGate {
    private SwitchedGate() {}

    public static EarlyDataGate of(BooleanSupplier open) {
        PolicyLease forever = new PolicyLease(Duration.ofDays(1), () -> 0, () -> 0);
        forever.renew(forever.now());
        return new EarlyDataGate(open, forever, () -> 0);
    }
}
