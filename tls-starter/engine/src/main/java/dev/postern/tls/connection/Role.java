package dev.postern.tls.connection;

import dev.postern.tls.TlsEngine;
import dev.postern.tls.record.HandshakeBytes;

/// What differs between a server and a client: what they make of handshake messages.
public interface Role {
    /// One whole handshake message; a KeyUpdate only before the handshake is complete, when it is always wrong. Never called while a
    /// question is open.
    ///
    /// @throws dev.postern.tls.alert.TlsAlert whatever ends the connection; `unexpected_message` when it is not this message's turn
    void onMessage(HandshakeBytes message);

    TlsEngine.Stage stage();

    /// Where the handshake stands, for metrics.
    String phase();

    /// How much of so much application data may be sent now: all of it once that is allowed, less when it is early data with a limit,
    /// 0 when nothing may be sent. Asked again for what was not taken.
    int sendable(int lengthBytes);

    /// The connection is over: wipe every secret.
    void wipe();
}
