package dev.postern.gateway.listener;

import dev.postern.gateway.deadline.Deadline;
import dev.postern.gateway.deadline.DeadlineWheel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// A reset behind what the client has not taken yet. A client whose kernel takes nothing is never told of it, so its streams end with their
/// connection; one that takes what is before it, however slowly, is told.
final class WaitingReset {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Channel carrier;
    private final Duration patience;
    private final DeadlineWheel wheel;
    private final Deadline deadline;
    private Waiting last;

    /// What a connection has to send. That it grows is no sign of life, for it is what was written in the meantime, other resets among it;
    /// that it does not shrink is no sign of death, for the same reason. Whether anything left is seen at its first piece.
    ///
    /// @param first     the piece that leaves next; null if there is none
    /// @param leftOfIt  bytes of the first piece that have left
    /// @param bytes     what has not left, of all pieces
    private record Waiting(@Nullable Object first, long leftOfIt, long bytes) {
        static Waiting of(Channel carrier) {
            ChannelOutboundBuffer buffer = carrier.unsafe().outboundBuffer();
            return buffer == null ? new Waiting(null, 0, 0)
                    : new Waiting(buffer.current(), buffer.currentProgress(), UnsentBytes.of(carrier));
        }

        /// By the piece itself, not by its content.
        @SuppressWarnings("ReferenceEquality")
        boolean standsSince(Waiting earlier) {
            return first == earlier.first && leftOfIt == earlier.leftOfIt && bytes >= earlier.bytes;
        }
    }

    private WaitingReset(Channel carrier, Duration patience) {
        this.carrier = carrier;
        this.patience = patience;
        this.wheel = DeadlineWheel.of(carrier.eventLoop());
        this.deadline = wheel.deadline(this::look);
        this.last = Waiting.of(carrier);
    }

    /// @param carrier the connection of the stream
    /// @param told    done when the reset has left, or never will
    static void follow(Channel carrier, Future<?> told) {
        follow(carrier, told, PATIENCE);
    }

    /// @param patience how long a client may take nothing
    static void follow(Channel carrier, Future<?> told, Duration patience) {
        if (!told.isDone()) {
            WaitingReset reset = new WaitingReset(carrier, patience);
            reset.await();
            told.addListener(_ -> reset.deadline.clear());
        }
    }

    private void await() {
        deadline.set(wheel.after(patience));
    }

    private void look() {
        Waiting now = Waiting.of(carrier);
        if (now.standsSince(last)) {
            // Below the codec, which would wait for its streams.
            carrier.pipeline().firstContext().close();
        } else {
            last = now;
            await();
        }
    }
}
