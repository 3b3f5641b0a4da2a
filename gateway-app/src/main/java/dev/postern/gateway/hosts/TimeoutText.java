package dev.postern.gateway.hosts;

import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.Timeouts;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/// Timeouts as text: ISO 8601, or the word for none.
final class TimeoutText {
    private static final String UNLIMITED = "unlimited";
    private static final Duration LONGEST = Duration.ofDays(7);

    private TimeoutText() {}

    /// The timeout, or the default when none or a wrong one was sent; the latter is then among the faults.
    static Duration read(@Nullable String text, Duration byDefault, String pointer, Faults faults) {
        if (text == null) {
            return byDefault;
        }
        if (text.equals(UNLIMITED)) {
            return Timeouts.UNLIMITED;
        }
        try {
            Duration timeout = Duration.parse(text);
            if (timeout.isPositive() && timeout.compareTo(LONGEST) <= 0) {
                return timeout;
            }
        } catch (DateTimeParseException notADuration) {
            // Said below.
        }
        faults.add(pointer, "notADuration",
                "A timeout is an ISO 8601 duration from above zero to seven days, such as PT10S, or the word unlimited.");
        return byDefault;
    }

    static String write(Duration timeout) {
        return Timeouts.isUnlimited(timeout) ? UNLIMITED : timeout.toString();
    }
}
