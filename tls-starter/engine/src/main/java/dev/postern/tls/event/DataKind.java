package dev.postern.tls.event;

/// Which key opened a piece of application data.
public enum DataKind {
    /// 0-RTT: may be a replay until [TlsEvent.HandshakeConfirmed].
    EARLY,
    /// 1-RTT.
    APPLICATION
}
