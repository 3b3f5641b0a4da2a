package dev.postern.gateway.listener;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import java.time.Duration;

/// A reset behind what the client has not taken yet. A client whose kernel takes nothing is never told of it, so its streams end with their
/// connection; one that takes what is before it, however slowly, is told.
final class WaitingReset {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Channel carrier;
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private long unsent;

    private WaitingReset(Channel carrier) {
        this.carrier = carrier;
        this.wheel = DeadlineWheel.of(carrier.eventLoop());
        this.deadline = wheel.deadline(this::look);
    }

    /// @param carrier the connection of the stream
    /// @param told    done when the reset has left, or never will
    static void follow(Channel carrier, Future<?> told) {
        if (!told.isDone()) {
            WaitingReset reset = new WaitingReset(carrier);
            reset.await();
            told.addListener(_ -> reset.deadline.clear());
        }
    }

    private void await() {
        unsent = UnsentBytes.of(carrier);
        deadline.set(wheel.after(PATIENCE));
    }

    private void look() {
        // More is no sign of life: it is what was written in the meantime, other resets among it.
        if (UnsentBytes.of(carrier) >= unsent) {
            // Below the codec, which would wait for its streams.
            carrier.pipeline().firstContext().close();
        } else {
            await();
        }
    }
}
