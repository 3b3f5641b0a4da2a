package dev.postern.gateway.routes;

/// The two early-data knobs of a host, both decided before any request is seen.
///
/// @param issueMaxBytes what new tickets allow; 0 issues none that allow early data
/// @param accept        whether early data is let in
public record EarlyDataSettings(long issueMaxBytes, boolean accept) {
    public static final EarlyDataSettings OFF = new EarlyDataSettings(0, false);
    /// What the engine's limits let in by default.
    public static final long MOST_BYTES = 1 << 20;

    public EarlyDataSettings {
        if (issueMaxBytes < 0 || issueMaxBytes > MOST_BYTES) {
            throw new IllegalArgumentException("issueMaxBytes is 0 to " + MOST_BYTES + ", got " + issueMaxBytes);
        }
    }
}
