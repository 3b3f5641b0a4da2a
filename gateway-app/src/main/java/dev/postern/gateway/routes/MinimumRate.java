package dev.postern.gateway.routes;

import java.time.Duration;

/// How slow a client may be. An idle deadline is met by a byte a minute; this is not.
///
/// @param requestBytesPerSecond  that a client sends at least while its request's body is awaited; 0 for any rate
/// @param responseBytesPerSecond that it takes at least while an answer waits for it; 0 for any rate
/// @param grace                  how far it may fall behind: at the start, and after a pause
public record MinimumRate(long requestBytesPerSecond, long responseBytesPerSecond, Duration grace) {
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);
    /// Any rate.
    public static final MinimumRate NONE = new MinimumRate(0, 0, DEFAULT_GRACE);

    public MinimumRate {
        if (requestBytesPerSecond < 0 || responseBytesPerSecond < 0) {
            throw new IllegalArgumentException("a rate is no less than 0 bytes per second");
        }
        Timeouts.requirePositive("grace", grace);
    }
}
