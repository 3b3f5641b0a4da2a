package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.RouteInput.MinimumRateInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.MinimumRate;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/// The minimum rate of a route as it is sent, and as it is shown.
final class MinimumRateCheck {
    private static final long MOST_BYTES_PER_SECOND = 1L << 30;
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    private MinimumRateCheck() {}

    static MinimumRate read(@Nullable MinimumRateInput given, Faults faults) {
        if (given == null) {
            return MinimumRate.NONE;
        }
        Duration grace = DurationText.read(given.grace(), SHORTEST_GRACE, LONGEST_GRACE, "/minimumRate/grace",
                "as long as anybody may be given", faults);
        return new MinimumRate(rate(given.requestBytesPerSecond(), "requestBytesPerSecond", faults),
                rate(given.responseBytesPerSecond(), "responseBytesPerSecond", faults),
                Objects.requireNonNullElse(grace, MinimumRate.DEFAULT_GRACE));
    }

    private static long rate(@Nullable Long given, String name, Faults faults) {
        long rate = Objects.requireNonNullElse(given, 0L);
        if (rate < 0 || rate > MOST_BYTES_PER_SECOND) {
            faults.add("/minimumRate/" + name, "outOfRange",
                    "It is from 0, which lets clients be as slow as they like, to " + MOST_BYTES_PER_SECOND + ".");
            return 0;
        }
        return rate;
    }

    static MinimumRateInput text(MinimumRate rate) {
        return new MinimumRateInput(rate.requestBytesPerSecond(), rate.responseBytesPerSecond(),
                rate.grace().toString());
    }

    static RouteView.MinimumRateView view(MinimumRate rate) {
        return new RouteView.MinimumRateView(rate.requestBytesPerSecond(), rate.responseBytesPerSecond(),
                rate.grace().toString());
    }
}
