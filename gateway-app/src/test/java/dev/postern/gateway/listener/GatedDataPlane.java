package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import io.netty.handler.ssl.SslContext;
import reactor.netty.resources.LoopResources;

import java.util.List;
import java.util.function.Function;

/// A data plane with a gate of the test's own.
public final class GatedDataPlane {
    private GatedDataPlane() {}

    public static GatewayDataPlane of(List<ListenerSettings> settings, Function<ListenerSettings, SslContext> tls,
            SnapshotHolder snapshots, GatewayMetrics metrics, LoopResources loops, EarlyDataGate gate) {
        return new GatewayDataPlane(settings, tls, snapshots, metrics, loops, null, new Crowding(), gate);
    }
}
