package dev.postern.tls.netty;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// The deadlines of [Limits] for one connection; at most one timer runs at a time. A client that says nothing, one that never
/// finishes, and one that sends early data and no Finished all end here.
final class HandshakeTimer {
    private final TlsHandler handler;
    private @Nullable Future<?> running;

    HandshakeTimer(TlsHandler handler) {
        this.handler = handler;
    }

    /// From the moment that the connection exists.
    void start(Limits limits) {
        schedule(limits.clientHelloDeadline(), () -> helloDue(limits));
    }

    /// From the moment that early data was accepted, until Finished.
    void unconfirmed(Limits limits) {
        schedule(limits.confirmationDeadline(), () -> handler.expired(
                "early data came, but no Finished within " + limits.confirmationDeadline().toMillis() + " ms"));
    }

    void stop() {
        Future<?> timer = running;
        running = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void helloDue(Limits limits) {
        if (handler.tls().stage() == Stage.CLIENT_HELLO) {
            handler.expired("no ClientHello came within " + limits.clientHelloDeadline().toMillis() + " ms");
            return;
        }
        Duration rest = limits.handshakeDeadline().minus(limits.clientHelloDeadline());
        schedule(rest.isNegative() ? Duration.ZERO : rest, () -> handler.expired(
                "the handshake was not done within " + limits.handshakeDeadline().toMillis() + " ms"));
    }

    private void schedule(Duration delay, Runnable task) {
        stop();
        running = handler.connected().context().executor().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
