package dev.postern.tls.server;

import java.util.ArrayList;
import java.util.List;

/// Secrets of a handshake that is not complete, so that they go when it fails half-way.
final class PendingSecrets {
    private final List<Runnable> wipes = new ArrayList<>();

    /// @param wipe destroys one of them; called once more for a secret that is gone already
    void add(Runnable wipe) {
        wipes.add(wipe);
    }

    void wipe() {
        wipes.forEach(Runnable::run);
        wipes.clear();
    }
}
