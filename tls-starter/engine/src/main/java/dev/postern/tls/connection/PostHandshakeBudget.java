package dev.postern.tls.connection;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

/// Counts handshake messages that come after the handshake without application data between them: each costs us key derivations, and an
/// endless row of KeyUpdates was CVE-2026-56862.
final class PostHandshakeBudget {
    private final int most;
    private int inARow;

    PostHandshakeBudget(int most) {
        this.most = most;
    }

    void count() {
        if (++inARow > most) {
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "more than " + most + " handshake messages in a row after the handshake");
        }
    }

    /// Application data came.
    void reset() {
        inARow = 0;
    }
}
