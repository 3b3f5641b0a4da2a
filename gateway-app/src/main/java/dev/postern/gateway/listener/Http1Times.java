package dev.postern.gateway.listener;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The deadlines of one HTTP/1.1 connection outside of its exchanges, of which one runs at a time. An exchange has its route's.
final class Http1Times {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Channel channel;
    private final ListenerSettings settings;
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private final long oldAtNanos;
    private boolean headAwaited;

    Http1Times(Channel channel, ListenerSettings settings, Runnable passed) {
        this.channel = channel;
        this.settings = settings;
        this.wheel = DeadlineWheel.of(channel.eventLoop());
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

    /// Between two exchanges, from when the client has all of its answer.
    ///
    /// @param resting whether no other exchange has begun by then
    void restAfter(Future<?> answered, BooleanSupplier resting) {
        if (answered.isDone()) {
            rest();
        } else {
            answered.addListener(_ -> {
                if (resting.getAsBoolean() && !deadline.isSet()) {
                    rest();
                }
            });
        }
    }

    private void rest() {
        deadline.set(Math.min(wheel.after(settings.keepAlive()), oldAtNanos));
    }

    /// A client that has all of its answer, and is to go, may still send for a while. What it sends is read, and dropped by the caller.
    void lingerAfter(Future<?> answered) {
        channel.config().setAutoRead(true);
        answered.addListener(_ -> {
            deadline.set(wheel.after(LINGER));
            if (channel instanceof DuplexChannel halves) {
                halves.shutdownOutput();
            }
        });
    }

    void stop() {
        deadline.clear();
    }

    /// Whether the connection had its time, so that a rebalanced fleet fills evenly.
    boolean isOld() {
        return wheel.nowNanos() >= oldAtNanos;
    }
}
