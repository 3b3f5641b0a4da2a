package dev.postern.gateway.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.problem.Problem;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A part of a list.
///
/// @param next for `after` of the next call, or null when this is the end
public record Page<V>(List<V> items, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {
    public static final int MOST = 500;

    /// Checks a limit that a client sent.
    public static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.of(dev.postern.gateway.problem.ProblemType.INVALID_REQUEST,
                    "limit is 1 to " + MOST + ", got " + limit + ".");
        }
        return limit;
    }

    public static String cursor(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /// What a cursor stands for; the start for none.
    public static String position(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return "";
        }
        try {
            String name = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            if (name.chars().noneMatch(Character::isISOControl)) {
                return name;
            }
        } catch (IllegalArgumentException notACursor) {
            // Said below.
        }
        throw Problem.of(dev.postern.gateway.problem.ProblemType.INVALID_REQUEST,
                "after is not a cursor of this API; take it from 'next' of the page before.");
    }
}
