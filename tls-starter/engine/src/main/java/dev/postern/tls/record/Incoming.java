package dev.postern.tls.record;

/// What [RecordReader#read] found.
public enum Incoming {
    /// No complete record; nothing was consumed.
    INCOMPLETE,
    /// A record that needs no attention: change_cipher_spec, skipped early data, padding, user_canceled.
    NOTHING,
    /// Handshake bytes: take messages with [RecordReader#nextMessage] until there is none.
    HANDSHAKE,
    /// Application data; it is in the sink already.
    APPLICATION_DATA,
    /// The peer will send no more; whatever follows must be ignored.
    CLOSE_NOTIFY
}
