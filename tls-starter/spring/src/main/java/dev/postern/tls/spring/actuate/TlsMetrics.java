package dev.postern.tls.spring.actuate;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.netty.HandshakeReport;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.spring.EarlyRequestObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts what [TlsMeters] lists. A meter is looked up once per set of tags; after that a count is one map look-up.
public final class TlsMetrics implements TlsObserver, EarlyRequestObserver {
    private static final String NONE = "none";
    /// Milliseconds: within the windows that are sensible, and beyond them minutes, an hour, a day, for clocks that are wrong by as much.
    private static final double[] SKEW_BOUNDS = {10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
        300_000, 3_600_000, 86_400_000};

    private final MeterRegistry registry;
    private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, DistributionSummary> summaries = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();

    private record Key(TlsMeters meter, List<String> values) {}

    public TlsMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handshakeEnded(HandshakeReport report) {
        HandshakeRecord ended = HandshakeRecord.of("", report);
        timer(TlsMeters.HANDSHAKES, ended.result().label, orNone(ended.version()), orNone(ended.cipher()),
                orNone(ended.group()), ended.resumption().label, ended.earlyData().label).record(report.endedAfter());
        count(TlsMeters.EARLY_DATA, ended.earlyDataReason());
        HandshakeRecord.Failure failure = ended.failure();
        if (failure != null) {
            count(TlsMeters.HANDSHAKE_FAILURES, failure.phase(), failure.reason(), orNone(ended.alert()));
        }
        skew(report.session());
    }

    /// Of each ticket that was used, whether early data came with it or was let in: those that were refused for it say most.
    private void skew(@Nullable SessionInfo session) {
        Long millis = session == null ? null : session.ticketAgeSkewMillis();
        if (millis != null) {
            skew(millis < 0 ? "younger" : "older").record((double) Math.abs(millis));
        }
    }

    @Override
    public void earlyDataJudged(EarlyDataOffer offer, EarlyDataVerdict verdict, Duration took) {
        String result = switch (verdict) {
            case EarlyDataVerdict.Accept() -> "first";
            case EarlyDataVerdict.Reject(EarlyDataReason reason) -> storeResult(reason);
        };
        if (result != null) {
            timer(TlsMeters.REPLAY_STORE, result).record(took);
        }
    }

    /// Null where the guard refused before it asked the store, and where the store itself found its memory too young or the hello too old: the
    /// reason is the same, and does not say who found it.
    private static @Nullable String storeResult(EarlyDataReason reason) {
        if (reason == EarlyDataReason.REPLAY) {
            return "seen";
        }
        if (reason == EarlyDataReason.SHADOW) {
            return "first";
        }
        if (reason == EarlyDataReason.REPLAY_STORE_UNAVAILABLE) {
            return "unavailable";
        }
        return reason == EarlyDataReason.REPLAY_STORE_TIMEOUT ? "timeout" : null;
    }

    @Override
    public void earlyRequest(Action action, boolean confirmed) {
        count(TlsMeters.EARLY_DATA_REQUESTS, action.label(), confirmed ? "confirmed" : "failed");
    }

    @Override
    public void dispatchedBeforeFinished() {
        count(TlsMeters.DISPATCHED_BEFORE_FINISHED);
    }

    private void count(TlsMeters meter, String... values) {
        counters.computeIfAbsent(new Key(meter, List.of(values)),
                key -> Counter.builder(meter.meterName()).description(meter.description()).tags(tags(key))
                        .register(registry))
                .increment();
    }

    private Timer timer(TlsMeters meter, String... values) {
        return timers.computeIfAbsent(new Key(meter, List.of(values)), key -> Timer.builder(meter.meterName())
                .description(meter.description()).tags(tags(key)).publishPercentileHistogram().register(registry));
    }

    private DistributionSummary skew(String direction) {
        TlsMeters meter = TlsMeters.TICKET_AGE_SKEW;
        return summaries.computeIfAbsent(new Key(meter, List.of(direction)),
                key -> DistributionSummary.builder(meter.meterName()).description(meter.description()).tags(tags(key))
                        .baseUnit("milliseconds").serviceLevelObjectives(SKEW_BOUNDS).register(registry));
    }

    private static Tags tags(Key key) {
        Tags tags = Tags.empty();
        for (int i = 0; i < key.values().size(); i++) {
            tags = tags.and(key.meter().tags().get(i), key.values().get(i));
        }
        return tags;
    }

    private static String orNone(@Nullable String value) {
        return value == null ? NONE : value;
    }
}
