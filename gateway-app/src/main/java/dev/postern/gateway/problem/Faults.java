package dev.postern.gateway.problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Gathers what is wrong with an object, so that a client learns everything at once.
public final class Faults {
    private static final int LONGEST_NAME = 200;
    private final List<FieldError> found = new ArrayList<>();

    public void add(String pointer, String code, String message) {
        found.add(new FieldError(pointer, code, message));
    }

    /// @throws Problem when anything was found
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw Problem.invalid(found);
        }
    }

    /// The name, stripped; empty when it is no name, which is then among the faults.
    public String name(@Nullable String name) {
        String stripped = name == null ? "" : name.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_NAME
                || stripped.chars().anyMatch(Character::isISOControl)) {
            add("/name", "required", "A name of 1 to " + LONGEST_NAME + " characters is needed.");
        }
        return stripped;
    }
}
