package dev.postern.gateway.hosts;

import dev.postern.gateway.problem.Faults;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/// Durations as text, in bounds: ISO 8601.
final class DurationText {
    private DurationText() {}

    /// The same of a change. What is stored stays allowed where the ceiling came down after it: it is capped when it is used, and nobody has
    /// to mend it first who wants to change something else.
    static @Nullable Duration read(@Nullable String text, @Nullable String stored, Duration shortest, Duration longest,
            String pointer, String ceiling, Faults faults) {
        return text != null && text.equals(stored) ? Duration.parse(text)
                : read(text, shortest, longest, pointer, ceiling, faults);
    }

    /// @param ceiling what the longest comes from, for people
    /// @return null when none was sent, or a wrong one, which is then among the faults
    static @Nullable Duration read(@Nullable String text, Duration shortest, Duration longest, String pointer,
            String ceiling, Faults faults) {
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0) {
                return duration;
            }
            faults.add(pointer, "outOfRange",
                    "It is from " + shortest + " to " + longest + ", which is " + ceiling + ".");
        } catch (DateTimeParseException notADuration) {
            faults.add(pointer, "notADuration", "It is an ISO 8601 duration, such as PT10S.");
        }
        return null;
    }
}
