package dev.postern.gateway.routes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Where control plane and data plane meet: one volatile field. A connection that reads it once keeps that snapshot; the next one
/// gets the next.
public final class SnapshotHolder {
    private final List<Consumer<GatewaySnapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile GatewaySnapshot current = GatewaySnapshot.EMPTY;

    public GatewaySnapshot current() {
        return current;
    }

    /// Makes a snapshot the one that new connections and requests see, then tells the listeners, in this thread. Swaps are ordered: one
    /// at a time, and an older revision never replaces a newer one.
    ///
    /// @return whether it was taken
    public synchronized boolean swap(GatewaySnapshot next) {
        if (next.revision() < current.revision()) {
            return false;
        }
        current = next;
        listeners.forEach(listener -> listener.accept(next));
        return true;
    }

    /// The listener is told of every later snapshot, never while another listener runs. It must be short.
    public void onSwap(Consumer<GatewaySnapshot> listener) {
        listeners.add(listener);
    }
}
