package dev.postern.gateway.proxy;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import dev.postern.gateway.routes.RouteTimeouts;
import io.netty.util.concurrent.Future;

import java.util.function.Consumer;

/// What is left of an answer that is over for everybody but its client. A client that takes nothing of it would hold the memory, and its
/// stream or connection, for as long as it likes; one that gets on, however slowly its route allows it, gets all.
final class AnswerTail {
    private final ClientStream client;
    private final RouteTimeouts timeouts;
    private final Consumer<ExpiredTimeout> tooSlow;
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private final long totalAt;
    private final long rateAt;
    private long untaken;

    private AnswerTail(ClientStream client, RouteTimeouts timeouts, long totalAt, Consumer<ExpiredTimeout> tooSlow) {
        this.client = client;
        this.timeouts = timeouts;
        this.tooSlow = tooSlow;
        this.totalAt = totalAt;
        this.wheel = DeadlineWheel.of(client.channel().eventLoop());
        this.deadline = wheel.deadline(this::passed);
        this.untaken = client.untakenBytes();
        long rate = timeouts.minimumRate().responseBytesPerSecond();
        this.rateAt = rate == 0 ? DeadlineWheel.NEVER
                : wheel.afterNanos(RateCredit.nanosFor(untaken, rate, timeouts.minimumRate().grace()));
    }

    /// @param left    done when the answer's last byte has left, or never will
    /// @param totalAt when the whole exchange has to be over
    /// @param tooSlow hears why the client was given up
    static void follow(ClientStream client, Future<?> left, RouteTimeouts timeouts, long totalAt,
            Consumer<ExpiredTimeout> tooSlow) {
        if (!left.isDone()) {
            AnswerTail tail = new AnswerTail(client, timeouts, totalAt, tooSlow);
            tail.set();
            left.addListener(_ -> tail.deadline.clear());
        }
    }

    private void set() {
        deadline.set(Math.min(wheel.after(timeouts.responseIdle()), Math.min(totalAt, rateAt)));
    }

    private void passed() {
        long now = wheel.nowNanos();
        long still = client.untakenBytes();
        if (totalAt <= now) {
            giveUp(ExpiredTimeout.TOTAL);
        } else if (rateAt <= now) {
            giveUp(ExpiredTimeout.RESPONSE_RATE);
        } else if (still != untaken) {
            untaken = still;
            set();
        } else {
            giveUp(ExpiredTimeout.CLIENT_STALLED);
        }
    }

    private void giveUp(ExpiredTimeout reason) {
        tooSlow.accept(reason);
        client.giveUp();
    }
}
