package dev.postern.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Where the data plane counts. Meters are looked up once per set of tags; after that a count is one map look-up.
public final class GatewayMetrics {
    private static final int MOST_NAMES = 200;

    private final MeterRegistry registry;
    private final ConcurrentMap<List<String>, Timer> timers = new ConcurrentHashMap<>();
    private final ConcurrentMap<RequestKey, Timer> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final BoundedNames hosts = new BoundedNames(MOST_NAMES);
    private final BoundedNames routes = new BoundedNames(MOST_NAMES);
    private final BoundedNames upstreams = new BoundedNames(MOST_NAMES);

    /// What tells one request's timer from another's, as the request has it at hand; bounded by what is configured, and by codes.
    private record RequestKey(@Nullable String host, @Nullable String route, @Nullable String upstream, int status) {}

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// A handshake ended.
    public void handshake(HandshakeRecord handshake) {
        timer(TlsMeters.HANDSHAKES.meterName(), TlsMeters.HANDSHAKES.description(), TlsMeters.HANDSHAKES.tags(),
                List.of(handshake.result().label, orNone(handshake.version()), orNone(handshake.cipher()),
                        orNone(handshake.group()), handshake.resumption().label, handshake.earlyData().label))
                .record(Duration.ofNanos((long) (handshake.durationMillis() * 1_000_000)));
        count(TlsMeters.EARLY_DATA, handshake.earlyDataReason());
        HandshakeRecord.Failure failure = handshake.failure();
        if (failure != null) {
            count(TlsMeters.HANDSHAKE_FAILURES, failure.phase(), failure.reason(), orNone(handshake.alert()));
        }
    }

    /// A request that arrived early is decided.
    ///
    /// @param action    what was done with it
    /// @param confirmed whether its handshake was confirmed in the end
    public void earlyRequest(EarlyRequestAction action, boolean confirmed) {
        count(TlsMeters.EARLY_DATA_REQUESTS, action.label, confirmed ? "confirmed" : "failed");
    }

    /// A request reached an upstream before its handshake was confirmed.
    public void dispatchedBeforeFinished() {
        count(TlsMeters.DISPATCHED_BEFORE_FINISHED);
    }

    /// The replay store was asked.
    public void replayStore(ReplayStoreResult result, Duration took) {
        timer(TlsMeters.REPLAY_STORE.meterName(), TlsMeters.REPLAY_STORE.description(), TlsMeters.REPLAY_STORE.tags(),
                List.of(result.label)).record(took);
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

    private Timer requestTimer(RequestKey key) {
        return timer(GatewayMeters.HTTP_REQUESTS.meterName(), GatewayMeters.HTTP_REQUESTS.description(),
                GatewayMeters.HTTP_REQUESTS.tags(), List.of(hosts.of(key.host()), routes.of(key.route()),
                        upstreams.of(key.upstream()), Integer.toString(key.status())));
    }

    /// What was done with a request that arrived early.
    public enum EarlyRequestAction {
        HELD("held"),
        TOO_EARLY("too_early"),
        ALLOWED("allowed");

        private final String label;

        EarlyRequestAction(String label) {
            this.label = label;
        }
    }

    /// What the replay store answered.
    public enum ReplayStoreResult {
        FIRST("first"),
        SEEN("seen"),
        UNAVAILABLE("unavailable"),
        TIMEOUT("timeout");

        private final String label;

        ReplayStoreResult(String label) {
            this.label = label;
        }
    }

    private void count(TlsMeters meter, String... values) {
        List<String> key = key(meter.meterName(), List.of(values));
        counters.computeIfAbsent(key, absent -> Counter.builder(meter.meterName()).description(meter.description())
                .tags(tags(meter.tags(), List.of(values))).register(registry)).increment();
    }

    private Timer timer(String name, String description, List<String> tags, List<String> values) {
        return timers.computeIfAbsent(key(name, values), absent -> Timer.builder(name).description(description)
                .tags(tags(tags, values)).publishPercentileHistogram().register(registry));
    }

    private static List<String> key(String name, List<String> values) {
        String[] key = new String[values.size() + 1];
        key[0] = name;
        for (int i = 0; i < values.size(); i++) {
            key[i + 1] = values.get(i);
        }
        return List.of(key);
    }

    private static Tags tags(List<String> names, List<String> values) {
        Tags tags = Tags.empty();
        for (int i = 0; i < names.size(); i++) {
            tags = tags.and(names.get(i), values.get(i));
        }
        return tags;
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "none" : value;
    }
}
