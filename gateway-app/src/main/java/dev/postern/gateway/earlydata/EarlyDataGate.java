package dev.postern.gateway.earlydata;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// The gate that all early data of this process goes through, in the handshake and again with each request. Reads fields alone; any thread.
///
/// It is shut until the database was read, and says by which [EarlyDataReason] it is shut.
public final class EarlyDataGate {
    private static final Optional<EarlyDataReason> KILL_SWITCH = Optional.of(EarlyDataReason.KILL_SWITCH);
    private static final Optional<EarlyDataReason> STALE = Optional.of(EarlyDataReason.POLICY_STALE);
    private static final Optional<EarlyDataReason> PHASE = Optional.of(EarlyDataReason.POLICY_PHASE);

    private final BooleanSupplier enabledHere;
    private final PolicyLease lease;
    private final LongSupplier steadyNanos;
    private volatile @Nullable PolicyState state;

    /// @param enabledHere what this process's environment says
    EarlyDataGate(BooleanSupplier enabledHere, PolicyLease lease, LongSupplier steadyNanos) {
        this.enabledHere = enabledHere;
        this.lease = lease;
        this.steadyNanos = steadyNanos;
    }

    /// One without a database behind it, for a process that has none: never shut.
    public static EarlyDataGate open() {
        PolicyLease forever = new PolicyLease(Duration.ofDays(1), () -> 0, () -> 0);
        forever.renew(forever.now());
        return new EarlyDataGate(() -> true, forever, () -> 0);
    }

    /// An older state never replaces a newer one: then a stage would be missed.
    synchronized void show(PolicyState next) {
        PolicyState now = state;
        if (now == null || next.revision() >= now.revision()) {
            state = next;
        }
    }

    @Nullable
    PolicyState state() {
        return state;
    }

    boolean isEnabledHere() {
        return enabledHere.getAsBoolean();
    }

    /// Changes that are not in effect yet.
    List<Stage> underWay() {
        PolicyState now = state;
        long nowNanos = steadyNanos.getAsLong();
        return now == null ? List.of() : now.stages().stream().filter(stage -> !stage.isOver(nowNanos)).toList();
    }

    /// Whether no early data goes through at all, and why.
    public Optional<EarlyDataReason> refusal() {
        PolicyState now = state;
        if (!enabledHere.getAsBoolean() || (now != null && now.killSwitch().engaged())) {
            return KILL_SWITCH;
        }
        return lease.isHeld() ? Optional.empty() : STALE;
    }

    /// Whether this offer does not go through, before the replay store is asked.
    public Optional<EarlyDataReason> refusal(EarlyDataOffer offer) {
        Optional<EarlyDataReason> shut = refusal();
        return shut.isPresent() || underWay().stream().allMatch(stage -> stage.before().letIn(offer)) ? shut : PHASE;
    }

    /// Whether this request must be held though its route would act on it.
    public Optional<EarlyDataReason> refusal(EarlyRequest request) {
        Optional<EarlyDataReason> shut = refusal();
        return shut.isPresent() || underWay().stream().allMatch(stage -> stage.before().actOn(request)) ? shut : PHASE;
    }
}
