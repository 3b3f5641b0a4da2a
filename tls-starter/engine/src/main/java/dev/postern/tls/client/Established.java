package dev.postern.tls.client;

import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.keys.Exporter;
import dev.postern.tls.keys.ResumptionSecret;

/// What is left of a handshake when it is over.
record Established(SessionInfo info, Exporter exporter, ResumptionSecret resumption) {
    void wipe() {
        exporter.destroy();
        resumption.destroy();
    }
}
