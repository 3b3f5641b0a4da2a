package dev.postern.gateway.upstream;

import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.upstream.UpstreamFailure.Kind;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The connections of one event loop to one endpoint.
///
/// HTTP/1.1 connections lie idle in a stack: the one used last is the least likely to be stale, and the others can go. HTTP/2 connections
/// take streams until they are full.
final class EndpointPool {
    /// Shorter than what most servers allow, so that it is rarely they who close.
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int MOST_IDLE = 1024;
    /// How long an endpoint that took no connection is passed over.
    private static final Duration REST_AFTER_REFUSAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EndpointPool.class);

    private final EndpointAddress address;
    private final DeadlineWheel wheel;
    private final UpstreamConnector connector;
    private final ArrayDeque<Http1Upstream> idle = new ArrayDeque<>();
    private final List<Http2Upstream> multiplexed = new ArrayList<>();
    private @Nullable List<Opening> waiting;
    private long restsUntilNanos = Long.MIN_VALUE;
    private boolean retired;

    EndpointPool(EndpointAddress address, EventLoop loop, UpstreamConnector connector) {
        this.address = address;
        this.wheel = DeadlineWheel.of(loop);
        this.connector = connector;
    }

    /// Whether it refused a connection just now.
    boolean isResting() {
        return restsUntilNanos != Long.MIN_VALUE && wheel.nowNanos() < restsUntilNanos;
    }

    /// Serves the opening from what is open, or connects.
    void open(Opening opening) {
        Http1Upstream ready = takeIdle();
        if (ready != null) {
            ready.lendTo(opening);
            opening.listener().opened(ready);
            return;
        }
        if (openStream(opening)) {
            return;
        }
        connect(opening);
    }

    private boolean openStream(Opening opening) {
        for (Http2Upstream connection : multiplexed) {
            if (connection.takesStreams()) {
                connection.open(opening);
                return true;
            }
        }
        return false;
    }

    private @Nullable Http1Upstream takeIdle() {
        Http1Upstream last = idle.pollLast();
        while (last != null && !last.isUsable()) {
            last = idle.pollLast();
        }
        return last;
    }

    /// Where HTTP/2 is certain, those who come while a connection is being made wait for it instead of making their own.
    private void connect(Opening opening) {
        List<Opening> queue = waiting;
        if (queue != null) {
            queue.add(opening);
            return;
        }
        if (address.isSurelyMultiplexed()) {
            waiting = new ArrayList<>();
        }
        connector.connect(address, this, opening);
    }

    /// A request turned out to have got a stale connection; no other that lies here is trusted with it.
    void reopen(Opening opening) {
        connect(opening.onceMore());
    }

    void connected(Http1Upstream connection, Opening opening) {
        restsUntilNanos = Long.MIN_VALUE;
        if (opening.isAbandoned()) {
            giveBack(connection);
            return;
        }
        connection.lendTo(opening);
        opening.listener().opened(connection);
    }

    void connected(Http2Upstream connection, Opening opening) {
        restsUntilNanos = Long.MIN_VALUE;
        // Whoever waited for this connection gets it, also where the endpoint was given up meanwhile.
        if (!opening.isAbandoned()) {
            connection.open(opening);
        }
        if (retired) {
            connection.retire();
        } else {
            multiplexed.add(connection);
        }
    }

    /// The endpoint has said how many streams its new connection takes: those who waited for it share them.
    void settled(Http2Upstream connection) {
        for (Opening next : takeWaiting()) {
            if (next.isAbandoned()) {
                continue;
            }
            if (retired && connection.hasRoom()) {
                connection.open(next);
            } else {
                open(next);
            }
        }
    }

    /// Whether anybody waits for a connection that is being made.
    boolean isAwaited() {
        return waiting != null && waiting.stream().anyMatch(next -> !next.isAbandoned());
    }

    /// A new connection ended before it could be shared.
    void neverSettled(UpstreamFailure failure) {
        takeWaiting().forEach(next -> next.refused(failure));
    }

    private List<Opening> takeWaiting() {
        List<Opening> queue = waiting;
        waiting = null;
        return queue == null ? List.of() : queue;
    }

    void refused(Opening opening, UpstreamFailure failure) {
        if (!isResting()) {
            // Once per rest, so that an endpoint that is down does not fill the log.
            LOG.warn("An endpoint rests: {}", failure.sentence());
        }
        restsUntilNanos = wheel.after(REST_AFTER_REFUSAL);
        List<Opening> queue = takeWaiting();
        opening.refused(failure);
        queue.forEach(next -> next.refused(failure));
    }

    void giveBack(Http1Upstream connection) {
        if (retired || idle.size() >= MOST_IDLE) {
            connection.close();
            return;
        }
        connection.idleUntil(wheel.after(IDLE));
        idle.addLast(connection);
    }

    void forget(Http1Upstream connection) {
        idle.remove(connection);
    }

    void forget(Http2Upstream connection) {
        multiplexed.remove(connection);
    }

    /// No upstream names this endpoint any more: what is idle goes now, what is in use when it is done.
    void retire() {
        retired = true;
        idle.forEach(Http1Upstream::close);
        idle.clear();
        List.copyOf(multiplexed).forEach(Http2Upstream::retire);
    }

    UpstreamFailure noConnection(String sentence) {
        return new UpstreamFailure(Kind.CONNECT_REFUSED, address.authority() + ": " + sentence);
    }
}
