package dev.postern.tls.spring.timeout;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long this exchange may take, and its client between two pieces of the request's body. Nothing is bounded until somebody says so; whoever
/// knows more (a filter that has seen who it is, a handler that begins a long download) says something else later, from any thread.
///
/// A handler takes it as a parameter; a filter finds it by [#of].
public final class ExchangeTimeouts {
    private final Scheduler timer;
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Sinks.Empty<Void> bodyEnded = Sinks.empty();
    private final Disposable.Swap wholeTimer = Disposables.swap();
    private final Disposable.Swap bodyTimer = Disposables.swap();
    private @Nullable Duration betweenPieces;
    private boolean pieceAwaited;
    private boolean over;

    ExchangeTimeouts(Scheduler timer) {
        this.timer = timer;
    }

    /// Those of this exchange.
    ///
    /// @throws IllegalStateException for an exchange that did not come through the starter's filters, such as a test's
    public static ExchangeTimeouts of(ServerWebExchange exchange) {
        ExchangeTimeouts timeouts = exchange.getAttribute(ExchangeTimeouts.class.getName());
        if (timeouts == null) {
            throw new IllegalStateException("this exchange has no timeouts: it did not come through the web filters");
        }
        return timeouts;
    }

    /// The exchange ends within this time from now, whatever was said before: with 503, or, when its answer has begun, by breaking it off.
    public synchronized void endWithin(Duration fromNow) {
        requirePositive(fromNow);
        if (!over) {
            wholeTimer.update(schedule(fromNow, () -> expire(ended, HttpStatus.SERVICE_UNAVAILABLE,
                    "the exchange took longer than it may")));
        }
    }

    /// The exchange may take as long as it likes.
    public synchronized void endWhenever() {
        wholeTimer.update(Disposables.disposed());
    }

    /// While the body is read, its next piece comes within this time, and so does each after it, or reading ends with 408. The time runs from
    /// now, and only while somebody waits for a piece.
    public synchronized void bodyWithin(Duration betweenPieces) {
        requirePositive(betweenPieces);
        this.betweenPieces = betweenPieces;
        restartBody();
    }

    /// Pieces of the body may take as long as they like.
    public synchronized void bodyWhenever() {
        betweenPieces = null;
        restartBody();
    }

    private static void requirePositive(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("a timeout is longer than zero, got " + time);
        }
    }

    /// Fails when the exchange has to end.
    Mono<Void> ended() {
        return ended.asMono();
    }

    /// Fails when the body has to end.
    Mono<Void> bodyEnded() {
        return bodyEnded.asMono();
    }

    /// Somebody waits for a piece of the body, or nobody does.
    synchronized void bodyAwaited(boolean now) {
        pieceAwaited = now;
        restartBody();
    }

    private void restartBody() {
        Duration wait = betweenPieces;
        bodyTimer.update(!pieceAwaited || wait == null || over ? Disposables.disposed()
                : schedule(wait, () -> expire(bodyEnded, HttpStatus.REQUEST_TIMEOUT,
                        "the request body did not come in time")));
    }

    synchronized void over() {
        over = true;
        wholeTimer.dispose();
        bodyTimer.dispose();
    }

    private Disposable schedule(Duration delay, Runnable then) {
        return timer.schedule(then, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void expire(Sinks.Empty<Void> sink, HttpStatus status, String sentence) {
        sink.tryEmitError(new ResponseStatusException(status, sentence));
    }
}
