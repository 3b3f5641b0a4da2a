package dev.postern.gateway.stats;

import dev.postern.tls.spring.ThrottledLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The audit of early requests whose handshake was never confirmed: a client that went away, or somebody who sends again what he
/// captured. The newest are kept for the actuator, and each is logged, though never more than a few a second: whoever replays flights
/// shall not fill the log with them.
public final class UnconfirmedRequests {
    private static final Logger LOG = LoggerFactory.getLogger(UnconfirmedRequests.class);
    private static final int MOST_KEPT = 200;

    private final Clock clock;
    private final Deque<Entry> newest = new ArrayDeque<>();
    private final ThrottledLog log;

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

    public UnconfirmedRequests(Clock clock) {
        this.clock = clock;
        this.log = new ThrottledLog(LOG::warn, clock);
    }

    /// From any event loop.
    public synchronized void add(Told told) {
        Instant now = clock.instant();
        if (newest.size() == MOST_KEPT) {
            newest.removeLast();
        }
        newest.addFirst(new Entry(now, told.peer(), told.host(), told.route(), told.method(), told.action(),
                told.answered()));
        log.say("Early request never confirmed: %s from %s for host %s, route %s, %s, %s".formatted(told.method(),
                told.peer(), told.host(), told.route(), told.action(),
                told.answered() ? "answered before that was known" : "cancelled"));
    }

    /// Newest first.
    public synchronized List<Entry> newest() {
        return new ArrayList<>(newest);
    }
}
