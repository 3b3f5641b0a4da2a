package dev.postern.tls.connection;

import dev.postern.tls.TlsEngine;
import dev.postern.tls.codepoint.HandshakeType;

/// What differs between a server and a client: what they make of handshake messages. Throws a [dev.postern.tls.alert.TlsAlert] to end
/// the connection, from any method that says so.
public interface Role {
    /// One whole handshake message, KeyUpdate excepted: that one is the connection's own. Never called while a question is open.
    ///
    /// @param message with its four-byte header
    /// @throws dev.postern.tls.alert.TlsAlert `unexpected_message` when it is not this message's turn
    void onMessage(HandshakeType type, byte[] message);

    /// So many bytes of early data were opened; they reach the application when this returns.
    ///
    /// @throws dev.postern.tls.alert.TlsAlert `unexpected_message` when they are too many, or none may come
    void onEarlyData(int plaintextBytes);

    /// Application data cannot be received or sent before this says so.
    TlsEngine.Stage stage();

    /// Where the handshake stands, for metrics.
    String phase();

    /// The connection is over: wipe every secret.
    void wipe();
}
