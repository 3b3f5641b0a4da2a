package dev.postern.gateway.stats;

import dev.postern.gateway.earlydata.EarlyDataStatus;
import dev.postern.gateway.replay.ReplayZone;
import dev.postern.gateway.replay.StoreCondition;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.HandshakeRecord;
import dev.postern.tls.spring.actuate.HandshakeStats;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Actuator `earlydata`: which host and route may do what, and what became of early data lately.
@Component
@Endpoint(id = "earlydata")
class EarlyDataEndpoint {
    private final SnapshotHolder snapshots;
    private final HandshakeJournal journal;
    private final ReplayZone zone;
    private final UnconfirmedRequests unconfirmed;
    private final EarlyDataStatus status;

    EarlyDataEndpoint(SnapshotHolder snapshots, HandshakeJournal journal, ReplayZone zone,
            UnconfirmedRequests unconfirmed, EarlyDataStatus status) {
        this.status = status;
        this.snapshots = snapshots;
        this.zone = zone;
        this.unconfirmed = unconfirmed;
        this.journal = journal;
    }

    /// @param routes name to action
    record HostEarlyData(String host, long issueMaxBytes, boolean accept, int acceptPercent,
            Map<String, String> routes) {}

    /// @param gate        whether early data goes through this process at all
    /// @param store       how the memory of early hellos is
    /// @param unconfirmed early requests whose handshake failed lately
    /// @param unconfirmedTotal how many there were since the start
    record EarlyDataReport(EarlyDataStatus.GateView gate, StoreCondition store, List<HostEarlyData> hosts,
            Map<String, Long> byReason,
            List<UnconfirmedRequests.Entry> unconfirmed, long unconfirmedTotal) {}

    @ReadOperation
    EarlyDataReport earlyData() {
        List<HostEarlyData> hosts = snapshots.current().hosts().stream().map(EarlyDataEndpoint::of).toList();
        List<HandshakeRecord> handshakes = journal.latest(Integer.MAX_VALUE).stream()
                .map(HandshakeJournal.Entry::handshake).toList();
        return new EarlyDataReport(status.view(), zone.condition().get(), hosts,
                HandshakeStats.count(handshakes, HandshakeRecord::earlyDataReason), unconfirmed.newest(),
                unconfirmed.total());
    }

    private static HostEarlyData of(Host host) {
        Map<String, String> routes = host.routes().stream().collect(Collectors.toMap(route -> route.name(),
                route -> route.earlyData().name().toLowerCase(java.util.Locale.ROOT), (one, other) -> one,
                TreeMap::new));
        return new HostEarlyData(host.name(), host.earlyData().issueMaxBytes(), host.earlyData().accept(),
                host.earlyData().acceptPercent(), routes);
    }
}
