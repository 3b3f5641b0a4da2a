package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The early-data knobs of a host, decided before any request is seen.
///
/// @param issueMaxBytes what new tickets allow; 0 issues none that allow early data
/// @param accept        whether early data is judged, and let in where nothing speaks against it
/// @param acceptPercent of what would be let in so much is; at 0, the shadow, everything is decided and counted and nothing let in
/// @param ownWindow     how far the age of a ticket may be off here, or null where the process's own window holds
public record EarlyDataSettings(long issueMaxBytes, boolean accept, int acceptPercent, @Nullable Duration ownWindow) {
    /// All that nothing speaks against.
    public static final int ALL = 100;
    public static final EarlyDataSettings OFF = new EarlyDataSettings(0, false, ALL, null);
    /// Let in, with tickets for what the listeners let in by default.
    public static final EarlyDataSettings ON = new EarlyDataSettings(16 * 1024, true, ALL, null);
    /// What the engine's limits let in by default.
    public static final long MOST_BYTES = 1 << 20;

    public EarlyDataSettings {
        if (issueMaxBytes < 0 || issueMaxBytes > MOST_BYTES) {
            throw new IllegalArgumentException("issueMaxBytes is 0 to " + MOST_BYTES + ", got " + issueMaxBytes);
        }
        if (acceptPercent < 0 || acceptPercent > ALL) {
            throw new IllegalArgumentException("acceptPercent is 0 to " + ALL + ", got " + acceptPercent);
        }
    }

    /// How far the age of a ticket may be off.
    ///
    /// @param recorded how far the replay store remembers on either side: what it forgot, nobody may let in
    public Duration window(Duration recorded) {
        Duration own = ownWindow;
        return own == null || own.compareTo(recorded) > 0 ? recorded : own;
    }
}
