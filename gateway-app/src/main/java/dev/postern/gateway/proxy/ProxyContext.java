package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.upstream.UpstreamClient;

/// What every request needs. One per listener.
///
/// @param snapshots    the configuration, as it is when a request arrives
/// @param upstreams    the client that reaches upstreams
/// @param metrics      where is counted
/// @param maxBodyBytes a longer request body is refused with 413
/// @param maxHeldBytes of a body that waits for its handshake to be confirmed
/// @param gate         whether early requests may be acted on at all
public record ProxyContext(SnapshotHolder snapshots, UpstreamClient upstreams, GatewayMetrics metrics,
        long maxBodyBytes, int maxHeldBytes, EarlyDataGate gate) {
    public static final long DEFAULT_MAX_BODY_BYTES = 1L << 30;
}
