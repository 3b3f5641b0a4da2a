package dev.postern.tls.netty;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The deadlines of [Limits], and of the policy once it is known, for one connection; at most one timer runs at a time. A client that
/// says nothing, one that never finishes, and one that sends early data and no Finished all end here.
final class HandshakeTimer {
    private final TlsHandler handler;
    private final Duration clientHello;
    private HandshakeDeadlines deadlines;
    private long startedNanos;
    private @Nullable Future<?> running;

    HandshakeTimer(TlsHandler handler, Limits limits) {
        this.handler = handler;
        this.clientHello = limits.clientHelloDeadline();
        this.deadlines = HandshakeDeadlines.of(limits);
    }

    /// From the moment that the connection exists.
    void start() {
        startedNanos = nanoTime();
        schedule(clientHello, this::helloDue);
    }

    /// The policy is known. Takes nothing back that has run already.
    void tighten(HandshakeDeadlines policy) {
        deadlines = policy.within(deadlines);
        if (running != null) {
            awaitFinished();
        }
    }

    /// From the moment that early data was accepted, until Finished.
    void unconfirmed() {
        schedule(deadlines.confirmation(), () -> handler.expired(ExpiredDeadline.CONFIRMATION,
                "early data came, but no Finished within " + deadlines.confirmation().toMillis() + " ms"));
    }

    void stop() {
        Future<?> timer = running;
        running = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void helloDue() {
        if (handler.tls().stage() == Stage.CLIENT_HELLO) {
            handler.expired(ExpiredDeadline.CLIENT_HELLO,
                    "no ClientHello came within " + clientHello.toMillis() + " ms");
        } else {
            awaitFinished();
        }
    }

    private void awaitFinished() {
        Duration rest = deadlines.handshake().minusNanos(nanoTime() - startedNanos);
        schedule(rest.isNegative() ? Duration.ZERO : rest, () -> handler.expired(ExpiredDeadline.HANDSHAKE,
                "the handshake was not done within " + deadlines.handshake().toMillis() + " ms"));
    }

    /// The clock by which the timers run, so that whoever moves one has moved the other.
    private long nanoTime() {
        return executor() instanceof AbstractScheduledEventExecutor scheduled ? scheduled.ticker().nanoTime()
                : System.nanoTime();
    }

    private EventExecutor executor() {
        return handler.connected().context().executor();
    }

    private void schedule(Duration delay, Runnable task) {
        stop();
        running = executor().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
