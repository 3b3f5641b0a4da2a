package dev.postern.gateway.listener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// Whether a listener is close to the most connections it takes. Then early data is refused in the handshake: whoever floods us with it
/// gains nothing, and no request has to be answered for it (RFC 8470 6.3).
final class Crowding implements BooleanSupplier {
    private final List<OpenConnections> watched = new CopyOnWriteArrayList<>();

    void watch(OpenConnections connections) {
        watched.add(connections);
    }

    /// Asked for every offer of early data.
    @Override
    public boolean getAsBoolean() {
        for (OpenConnections connections : watched) {
            if (connections.isCrowded()) {
                return true;
            }
        }
        return false;
    }
}
