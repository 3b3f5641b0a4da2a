package dev.postern.gateway.stats;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Where the data plane counts: requests here, TLS in the starter's meters. A meter is looked up once per set of tags.
public final class GatewayMetrics {
    private static final int MOST_NAMES = 200;

    private final MeterRegistry registry;
    private final TlsMetrics tls;
    private final UnconfirmedRequests unconfirmed;
    private final AccessLog access;
    private final ConcurrentMap<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final BoundedNames hosts = new BoundedNames(MOST_NAMES);
    private final BoundedNames routes = new BoundedNames(MOST_NAMES);
    private final BoundedNames upstreams = new BoundedNames(MOST_NAMES);

    /// What tells one request's timer from another's, as the request has it at hand; bounded by what is configured, and by codes.
    private record RequestKey(@Nullable String host, @Nullable String route, @Nullable String upstream, int status) {}

    public GatewayMetrics(MeterRegistry registry, TlsMetrics tls) {
        this(registry, tls, new UnconfirmedRequests(Clock.systemUTC()), AccessLog.NONE);
    }

    GatewayMetrics(MeterRegistry registry, TlsMetrics tls, UnconfirmedRequests unconfirmed, AccessLog access) {
        this.registry = registry;
        this.tls = tls;
        this.unconfirmed = unconfirmed;
        this.access = access;
    }

    /// Where each request leaves a line.
    public AccessLog access() {
        return access;
    }

    /// The handshake of an early request failed. From any event loop.
    public void earlyRequestNeverConfirmed(UnconfirmedRequests.Told told) {
        List<String> tags = GatewayMeters.EARLY_REQUESTS_UNCONFIRMED.tags();
        registry.counter(GatewayMeters.EARLY_REQUESTS_UNCONFIRMED.meterName(), tags.get(0), hosts.of(told.host()),
                tags.get(1), routes.of(told.route()), tags.get(2), told.action(), tags.get(3),
                told.answered() ? "answered" : "cancelled").increment();
        unconfirmed.add(told);
    }

    /// Handshakes, early data, and requests that arrived early.
    public TlsMetrics tls() {
        return tls;
    }

    /// A request ended.
    ///
    /// @param host     name of the host, or null when none was found
    /// @param route    name of the route, or null
    /// @param upstream name of the upstream, or null
    /// @param status   that the client got
    /// @param tookNanos from its head to the end of its answer
    public void request(@Nullable String host, @Nullable String route, @Nullable String upstream, int status,
            long tookNanos) {
        RequestKey key = new RequestKey(host, route, upstream, status);
        Timer known = requests.get(key);
        Timer timer = known == null ? requests.computeIfAbsent(key, this::requestTimer) : known;
        timer.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    /// Another process passed a connection on, or tried to.
    ///
    /// @param listener name of the listener
    /// @param outcome  one of a closed list
    public void handover(String listener, String outcome) {
        List<String> tags = GatewayMeters.HANDOVERS.tags();
        registry.counter(GatewayMeters.HANDOVERS.meterName(), tags.get(0), listener, tags.get(1), outcome).increment();
    }

    /// An early request waits for its Finished, though its route would have acted on it.
    public void earlyRequestHeld(EarlyDataReason reason) {
        registry.counter(GatewayMeters.EARLY_REQUESTS_HELD.meterName(),
                GatewayMeters.EARLY_REQUESTS_HELD.tags().getFirst(), reason.label()).increment();
    }

    /// A timeout ended an exchange.
    ///
    /// @param reason one of a closed list
    public void timeout(@Nullable String host, @Nullable String route, String reason) {
        List<String> tags = GatewayMeters.TIMEOUTS.tags();
        registry.counter(GatewayMeters.TIMEOUTS.meterName(), tags.get(0), hosts.of(host), tags.get(1),
                routes.of(route), tags.get(2), reason).increment();
    }

    private Timer requestTimer(RequestKey key) {
        List<String> tags = GatewayMeters.HTTP_REQUESTS.tags();
        return Timer.builder(GatewayMeters.HTTP_REQUESTS.meterName())
                .description(GatewayMeters.HTTP_REQUESTS.description()).tag(tags.get(0), hosts.of(key.host()))
                .tag(tags.get(1), routes.of(key.route())).tag(tags.get(2), upstreams.of(key.upstream()))
                .tag(tags.get(3), Integer.toString(key.status())).publishPercentileHistogram().register(registry);
    }
}
