package dev.postern.gateway.stats;

import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.tls.spring.ThrottledLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// The audit of early requests whose handshake was never confirmed: a client that went away, or somebody who sends again what he captured.
///
/// Each is logged as it is told, though never more than a few a second, and all are counted in the summary of their minute: whoever replays
/// flights shall neither fill the log nor hide in it behind what he sends besides. The newest are kept for the actuator.
public final class UnconfirmedRequests implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnconfirmedRequests.class);
    private static final int MOST_KEPT = 200;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Consumer<String> lines;
    private final ThrottledLog single;
    private final Rounds summaries = new Rounds("early requests never confirmed", MINUTE, this::sumUp);
    private final Deque<Entry> newest = new ArrayDeque<>();
    private UnconfirmedMinute minute;
    private long total;

    /// @param peer     address that it came from, which is the replayer's own where it is a replay
    /// @param route    its name; nothing here is a client's to choose but the method
    /// @param action   `held` or `allowed`
    /// @param answered whether it had its answer already; if not, it was cancelled
    public record Told(String peer, String host, String route, String method, String action, boolean answered) {}

    /// One that was kept.
    ///
    /// @param at when its handshake failed
    public record Entry(Instant at, String peer, String host, String route, String method, String action,
            boolean answered) {}

    UnconfirmedRequests(Clock clock) {
        this(clock, LOG::warn);
    }

    UnconfirmedRequests(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
        this.single = new ThrottledLog(lines, clock);
        this.minute = new UnconfirmedMinute(clock.instant());
    }

    /// One that sums up every minute, until it is closed.
    static UnconfirmedRequests started(Clock clock) {
        UnconfirmedRequests started = new UnconfirmedRequests(clock);
        started.summaries.start();
        return started;
    }

    /// From any event loop; what they wait for each other for is little, however many are told.
    void add(Told told) {
        count(UnconfirmedMinute.Group.of(told), new Entry(clock.instant(), told.peer(), told.host(), told.route(),
                told.method(), told.action(), told.answered()));
        single.say(
                () -> "Early request never confirmed: %s from %s for host %s, route %s, %s, %s".formatted(told.method(),
                        told.peer(), told.host(), told.route(), told.action(),
                        told.answered() ? "answered before that was known" : "cancelled"));
    }

    private synchronized void count(UnconfirmedMinute.Group group, Entry entry) {
        total++;
        minute.add(group, entry.answered());
        if (newest.size() == MOST_KEPT) {
            newest.removeLast();
        }
        newest.addFirst(entry);
    }

    /// Newest first.
    synchronized List<Entry> newest() {
        return new ArrayList<>(newest);
    }

    /// Of all since the start, kept or not.
    synchronized long total() {
        return total;
    }

    /// Logs how many there were since it did so last, and begins anew.
    void sumUp() {
        Instant now = clock.instant();
        finishedAt(now).lines(now).forEach(lines);
    }

    private synchronized UnconfirmedMinute finishedAt(Instant now) {
        UnconfirmedMinute finished = minute;
        minute = new UnconfirmedMinute(now);
        return finished;
    }

    /// What was not summed up yet is.
    @Override
    public void close() {
        summaries.stop();
        sumUp();
    }
}
