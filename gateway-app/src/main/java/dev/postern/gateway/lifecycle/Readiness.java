package dev.postern.gateway.lifecycle;

import dev.postern.gateway.routes.SnapshotHolder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Whether new connections should come here: listeners are bound, there is a snapshot, and the process is not about to leave.
@Component
public class Readiness {
    private final ObjectProvider<DataPlane> dataPlane;
    private final SnapshotHolder snapshots;
    private volatile boolean serving;

    Readiness(ObjectProvider<DataPlane> dataPlane, SnapshotHolder snapshots) {
        this.dataPlane = dataPlane;
        this.snapshots = snapshots;
    }

    public boolean isReady() {
        DataPlane listeners = dataPlane.getIfAvailable();
        return serving && snapshots.current().revision() >= 0 && (listeners == null || listeners.isListening());
    }

    void serving(boolean now) {
        serving = now;
    }
}
