package dev.postern.gateway.proxy;

import dev.postern.gateway.stats.AccessLog;
import dev.postern.gateway.stats.GatewayMetrics;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/// What is told of one exchange, to the metrics and to the access log.
final class ExchangeReport {
    private final GatewayMetrics metrics;
    private final ClientConnection connection;
    private final HttpMethod method;
    private final long startedNanos = System.nanoTime();

    ExchangeReport(GatewayMetrics metrics, ClientConnection connection, HttpMethod method) {
        this.metrics = metrics;
        this.connection = connection;
        this.method = method;
    }

    /// @param to null if the request found no route
    void over(RequestDestination.@Nullable Found to, int status, EarlyExchange early) {
        String host = host(to);
        String route = route(to);
        String upstream = to == null ? null : to.route().upstream().name();
        long tookNanos = System.nanoTime() - startedNanos;
        metrics.request(host, route, upstream, status, tookNanos);
        if (metrics.access().isOn()) {
            metrics.access().add(new AccessLog.Line(connection.peerText().toString(), host, route, upstream,
                    method.name(), to == null ? null : to.path(), status, tookNanos, early.label(),
                    early.handshake()));
        }
    }

    void timedOut(RequestDestination.@Nullable Found to, ExpiredTimeout timeout) {
        metrics.timeout(host(to), route(to), timeout.reason());
    }

    private static @Nullable String host(RequestDestination.@Nullable Found to) {
        return to == null ? null : to.host().name();
    }

    private static @Nullable String route(RequestDestination.@Nullable Found to) {
        return to == null ? null : to.route().name();
    }
}
