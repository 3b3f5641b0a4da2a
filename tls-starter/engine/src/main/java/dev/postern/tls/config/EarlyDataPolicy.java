package dev.postern.tls.config;

import dev.postern.tls.earlydata.FreshnessWindow;

import java.time.Duration;

/// The two early-data knobs that are decided before a request is seen. Both are off by default (RFC 9846 F.5).
///
/// @param issueMaxBytes   what new tickets allow; 0 issues none that allow early data. Independent of `accept`, so that a server can
///     issue without accepting, or drain what it issued
/// @param accept          whether early data is let in
/// @param freshnessWindow how far a ticket's age may be off (RFC 9846 8.3). Bound into tickets: another one costs those that are out their
///     early data
public record EarlyDataPolicy(long issueMaxBytes, boolean accept, Duration freshnessWindow) {
    public static final EarlyDataPolicy OFF = new EarlyDataPolicy(0, false, Duration.ofSeconds(10));

    public EarlyDataPolicy {
        if (issueMaxBytes < 0 || issueMaxBytes > 0xffff_ffffL) {
            throw new IllegalArgumentException("max_early_data_size is 32 bits, got " + issueMaxBytes);
        }
        if (freshnessWindow.toMillis() <= 0) {
            throw new IllegalArgumentException("the freshness window is a millisecond or more, got " + freshnessWindow);
        }
    }

    public FreshnessWindow window() {
        return FreshnessWindow.of(freshnessWindow);
    }
}
