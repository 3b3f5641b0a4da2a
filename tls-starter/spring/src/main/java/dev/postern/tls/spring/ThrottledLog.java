package dev.postern.tls.spring;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Lines about what strangers do: a few a second and no more, so that nobody fills a log by doing it often. How many were left out is
/// said with the next.
public final class ThrottledLog {
    private static final int MOST_LINES_A_SECOND = 10;

    private final Consumer<String> lines;
    private final InstantSource time;
    private long second;
    private int said;
    private long unsaid;

    public ThrottledLog(Consumer<String> lines, InstantSource time) {
        this.lines = lines;
        this.time = time;
    }

    /// From any thread.
    public void say(String line) {
        say(() -> line);
    }

    /// @param line asked for only if it is logged
    public synchronized void say(Supplier<String> line) {
        long now = time.instant().getEpochSecond();
        if (now != second) {
            second = now;
            said = 0;
        }
        if (said < MOST_LINES_A_SECOND) {
            said++;
            lines.accept(unsaid == 0 ? line.get() : line.get() + "; " + unsaid + " more were not logged");
            unsaid = 0;
        } else {
            unsaid++;
        }
    }
}
