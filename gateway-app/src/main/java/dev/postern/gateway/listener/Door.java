package dev.postern.gateway.listener;

import java.util.concurrent.CompletionStage;

/// What lets connections in, while its listener serves and while it leaves.
sealed interface Door permits PortHandover, HandoverDoor {
    /// Where it is; a port that was given as 0 is the one that it got.
    ListeningPlace place();

    boolean isOpen();

    /// New connections go to the next process from now on, if there is one.
    void steerAway();

    /// Whether another process goes on listening there.
    boolean isShared();

    /// Lets nothing more in; connections that came in stay.
    ///
    /// @return completes when nothing is on its way through it any more
    CompletionStage<Void> close();
}
