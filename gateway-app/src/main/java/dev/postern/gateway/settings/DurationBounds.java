package dev.postern.gateway.settings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// From where to where a duration may go. A wait of nothing refuses everybody, and one without end protects nobody: both are found at the
/// start instead of with the first connection.
///
/// @param setting  its name, as it is written in a file
/// @param shortest that works
/// @param longest  that makes sense
record DurationBounds(String setting, Duration shortest, Duration longest) {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /// Of something that is waited for.
    static DurationBounds ofWait(String setting) {
        return new DurationBounds(setting, SHORTEST_WAIT, LONGEST_WAIT);
    }

    /// @param given null is left to the bean validation, which knows how to say that it is missing
    void check(@Nullable Duration given) {
        if (given != null && (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0)) {
            throw new IllegalArgumentException(
                    setting + " is from " + text(shortest) + " to " + text(longest) + ", got " + text(given));
        }
    }

    /// As a setting is written: the largest unit that leaves no rest.
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (!Duration.ofMillis(millis).equals(duration)) {
            return duration.toString();
        }
        if (millis == 0) {
            return "0s";
        }
        long[] units = {86_400_000, 3_600_000, 60_000, 1000, 1};
        String[] names = {"d", "h", "m", "s", "ms"};
        int unit = 0;
        while (millis % units[unit] != 0) {
            unit++;
        }
        return millis / units[unit] + names[unit];
    }
}
