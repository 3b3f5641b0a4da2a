package dev.postern.interop.engine;

import java.time.Duration;

/// How long a test waits for what must happen. Never slept through: it only bounds a wait that has an end of its own.
public final class Deadline {
    public static final Duration WAIT = Duration.ofSeconds(20);

    private Deadline() {}
}
