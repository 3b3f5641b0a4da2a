package dev.postern.gateway.routes;

/// The two early-data knobs of a host, both decided before any request is seen.
///
/// @param issueMaxBytes what new tickets allow; 0 issues none that allow early data
/// @param accept        whether early data is judged, and let in where nothing speaks against it
/// @param acceptPercent of what would be let in so much is; at 0, the shadow, everything is decided and counted and nothing let in
public record EarlyDataSettings(long issueMaxBytes, boolean accept, int acceptPercent) {
    /// All that nothing speaks against.
    public static final int ALL = 100;
    public static final EarlyDataSettings OFF = new EarlyDataSettings(0, false, ALL);
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
}
