package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.Grants.HostGrant;
import dev.postern.gateway.earlydata.Grants.RouteGrant;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Which reason shuts the gate, and which changes under way hold what.
class EarlyDataGateTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Grants GETS = new Grants(List.of(new HostGrant(List.of("a.example"), true, 100, 1_000,
            List.of(new RouteGrant(new RouteMatch("/api", List.of(), Map.of()), true,
                    new EarlyRequests(List.of("GET"), false), false)))));
    private final PolicyLease lease = new PolicyLease(Duration.ofSeconds(30), () -> this.nanos, () -> 0);
    private long nanos;
    private boolean enabled = true;
    private final EarlyDataGate gate = new EarlyDataGate(() -> enabled, lease, () -> nanos);

    private static PolicyState state(long revision, boolean engaged, Stage... stages) {
        return new PolicyState(revision, new KillSwitch(engaged, "", revision, NOW, "somebody"), List.of(stages));
    }

    private static EarlyDataOffer offer(String name, long skewMillis) {
        return new EarlyDataOffer(new ReplayKey(new byte[ReplayKey.BYTES]), name, "http/1.1", 0, 0, 0, skewMillis,
                new FreshnessWindow(10_000), 1);
    }

    private static EarlyRequest request(String method, String path, boolean query) {
        return new EarlyRequest("a.example", path, method, query, name -> null);
    }

    private static Stage waiting(Grants before) {
        return Stage.of(1, new GrantedRequests(before), null, NOW, 0);
    }

    @Test
    void isShutUntilThePolicyWasSeen() {
        assertThat(gate.refusal()).contains(EarlyDataReason.POLICY_STALE);
        gate.show(state(1, false));
        lease.renew(lease.now());
        assertThat(gate.refusal()).isEmpty();
        nanos = Duration.ofSeconds(30).toNanos();
        assertThat(gate.refusal()).contains(EarlyDataReason.POLICY_STALE);
    }

    @Test
    void isShutByTheSwitchAndByTheSettings() {
        lease.renew(lease.now());
        gate.show(state(1, true));
        assertThat(gate.refusal()).contains(EarlyDataReason.KILL_SWITCH);
        assertThat(gate.refusal(offer("a.example", 0))).contains(EarlyDataReason.KILL_SWITCH);
        assertThat(gate.refusal(request("GET", "/api", false))).contains(EarlyDataReason.KILL_SWITCH);
        gate.show(state(2, false));
        assertThat(gate.refusal()).isEmpty();
        enabled = false;
        assertThat(gate.refusal()).contains(EarlyDataReason.KILL_SWITCH);
    }

    @Test
    void anOlderStateReplacesNoNewerOne() {
        lease.renew(lease.now());
        gate.show(state(2, true));
        gate.show(state(1, false));
        assertThat(gate.refusal()).contains(EarlyDataReason.KILL_SWITCH);
    }

    @Test
    void lettingInOnlyWhatWasLetInBeforeWhileAChangeIsUnderWay() {
        lease.renew(lease.now());
        gate.show(state(1, false, waiting(GETS)));
        assertThat(gate.refusal(offer("a.example", 1_000))).isEmpty();
        assertThat(gate.refusal(offer("a.example", -1_001))).as("a wider window")
                .contains(EarlyDataReason.POLICY_PHASE);
        assertThat(gate.refusal(offer("b.example", 0))).as("another host").contains(EarlyDataReason.POLICY_PHASE);
    }

    @Test
    void actsOnlyOnWhatWasActedOnBeforeWhileAChangeIsUnderWay() {
        lease.renew(lease.now());
        gate.show(state(1, false, waiting(GETS)));
        assertThat(gate.refusal(request("GET", "/api/x", false))).isEmpty();
        assertThat(gate.refusal(request("PUT", "/api/x", false))).contains(EarlyDataReason.POLICY_PHASE);
        assertThat(gate.refusal(request("GET", "/api/x", true))).contains(EarlyDataReason.POLICY_PHASE);
        assertThat(gate.refusal(request("GET", "/other", false))).contains(EarlyDataReason.POLICY_PHASE);
        assertThat(gate.refusal()).as("the gate itself is open").isEmpty();
    }

    @Test
    void aChangeIsInEffectAtItsMomentAndNotBefore() {
        lease.renew(lease.now());
        gate.show(state(1, false, at(NOW.plusSeconds(3))));
        nanos = Duration.ofSeconds(3).toNanos() - 1;
        assertThat(gate.refusal(request("PUT", "/api", false))).contains(EarlyDataReason.POLICY_PHASE);
        nanos++;
        assertThat(gate.refusal(request("PUT", "/api", false))).isEmpty();
    }

    @Test
    void everyChangeUnderWayMustHaveGrantedIt() {
        lease.renew(lease.now());
        gate.show(state(2, false, at(NOW.plusSeconds(1)), waiting(Grants.NONE)));
        assertThat(gate.refusal(request("GET", "/api", false))).contains(EarlyDataReason.POLICY_PHASE);
    }

    private static Stage at(@Nullable Instant enabled) {
        return Stage.of(1, new GrantedRequests(GETS), enabled, NOW, 0);
    }
}
