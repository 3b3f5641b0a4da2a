package dev.postern.tls.alert;

/// Whose fault a failed connection is. Feeds metrics and decides how loud the log is.
public enum Fault {
    /// The peer broke the protocol.
    PEER_MISBEHAVED,
    /// The peer is correct, but shares no version, suite, group, signature scheme or protocol with us.
    PEER_INCOMPATIBLE,
    /// The peer ended the connection with an alert of its own.
    PEER_ALERT,
    /// The peer was too slow: a deadline of [dev.postern.tls.config.Limits] passed.
    DEADLINE,
    /// Nobody's: the connection was closed on our side before the handshake was done, as at a shutdown.
    CANCELED,
    /// Our caller used the engine wrongly, or its configuration cannot serve this connection.
    OUR_MISUSE,
    /// A defect of this engine.
    OUR_BUG
}
