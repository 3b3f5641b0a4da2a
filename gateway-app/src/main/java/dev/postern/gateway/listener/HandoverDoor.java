package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverOutcome;
import dev.postern.gateway.descriptor.HandoverSettings;
import dev.postern.gateway.descriptor.HandoverSocket;
import dev.postern.gateway.descriptor.UnusableHandoverSocket;
import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// The handover socket of one listener. The next process of the same data directory puts its own in its place, in one step, so that no front
/// finds none; what fronts have begun with the elder is taken by it.
final class HandoverDoor implements Door {
    private final HandoverSettings settings;
    private final HandoverSocket socket;
    private final @Nullable PortPlace place;

    private HandoverDoor(HandoverSettings settings, HandoverSocket socket, @Nullable PortPlace place) {
        this.settings = settings;
        this.socket = socket;
        this.place = place;
    }

    /// @param places where processes that hand over to each other find each other, or null to take no socket over
    static HandoverDoor open(ListenerSettings listener, HandoverSettings settings, EventLoopGroup loops,
            @Nullable Path places, HandoverSocket.Taker taker, Consumer<HandoverOutcome> observer) {
        PortPlace place = placeAt(settings.socket(), places);
        try {
            if (HandoverSocket.isListenedOn(settings.socket()) && (place == null || !place.elderListens())) {
                throw new UnusableHandoverSocket(settings.socket(),
                        "another process listens there, which has not this data directory");
            }
            return new HandoverDoor(settings,
                    HandoverSocket.open(settings, loops, listener.limits().clientHelloBytes(),
                            listener.limits().clientHelloDeadline(), taker, observer),
                    place);
        } catch (RuntimeException refused) {
            if (place != null) {
                place.close();
            }
            throw refused;
        }
    }

    private static @Nullable PortPlace placeAt(Path socket, @Nullable Path places) {
        if (places == null) {
            return null;
        }
        try {
            return PortPlace.take(places, "unix" + socket.toString().replace('/', '_'))
                    .orElseThrow(() -> new UnusableHandoverSocket(socket,
                            "two processes of this data directory have it already, and one has to leave first"));
        } catch (IOException e) {
            throw new UnusableHandoverSocket(socket, "the data directory cannot be written: " + e.getMessage());
        }
    }

    @Override
    public ListeningPlace place() {
        return new ListeningPlace.Handover(settings);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /// The next process took the path when it started.
    @Override
    public void steerAway() {}

    @Override
    public boolean isShared() {
        return place != null && place.otherListens();
    }

    @Override
    public CompletionStage<Void> close() {
        return socket.close().whenComplete((nothing, error) -> {
            if (place != null) {
                place.close();
            }
        });
    }
}
