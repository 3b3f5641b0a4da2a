package dev.postern.tls.record;

/// How a server finds the records of early data that it refused (RFC 9846 4.3.10).
public enum EarlyDataSkip {
    /// Whatever the handshake keys do not open is early data.
    TRIAL_DECRYPTION,
    /// After HelloRetryRequest: whatever claims to be application data before the second ClientHello is early data.
    OUTER_TYPE
}
