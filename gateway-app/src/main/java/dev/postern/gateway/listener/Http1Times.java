package dev.postern.gateway.listener;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import io.netty.channel.EventLoop;

import java.time.Duration;

/// The deadlines of one HTTP/1.1 connection outside of its exchanges, of which one runs at a time. An exchange has its route's.
final class Http1Times {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ListenerSettings settings;
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private final long oldAtNanos;
    private boolean headAwaited;

    Http1Times(EventLoop loop, ListenerSettings settings, Runnable passed) {
        this.settings = settings;
        this.wheel = DeadlineWheel.of(loop);
        this.deadline = wheel.deadline(passed);
        this.oldAtNanos = wheel.after(settings.maxAge());
    }

    /// A head has to be whole in time, from now on; unless it has already.
    void awaitHead() {
        if (!headAwaited) {
            headAwaited = true;
            deadline.set(wheel.after(settings.header()));
        }
    }

    /// The head is whole.
    void headRead() {
        deadline.clear();
        headAwaited = false;
    }

    /// Between two exchanges.
    void rest() {
        deadline.set(Math.min(wheel.after(settings.keepAlive()), oldAtNanos));
    }

    /// A client that is to go may still send for so long.
    void linger() {
        deadline.set(wheel.after(LINGER));
    }

    boolean isRunning() {
        return deadline.isSet();
    }

    void stop() {
        deadline.clear();
    }

    /// Whether the connection had its time, so that a rebalanced fleet fills evenly.
    boolean isOld() {
        return wheel.nowNanos() >= oldAtNanos;
    }
}
