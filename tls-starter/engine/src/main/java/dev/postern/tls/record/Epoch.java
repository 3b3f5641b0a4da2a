package dev.postern.tls.record;

/// Which keys protect what arrives. Every handshake message carries the epoch it came in, so that a message is never taken for one that
/// was protected better than it was.
public enum Epoch {
    /// No keys: hellos.
    PLAINTEXT,
    /// The client's early traffic keys (server only).
    EARLY_DATA,
    /// Handshake traffic keys.
    HANDSHAKE,
    /// Application traffic keys of any generation.
    APPLICATION
}
