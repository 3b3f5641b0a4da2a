package dev.postern.interop;

/// What becomes of a client's encrypted hello.
enum EncryptedHello {
    ACCEPTED,
    /// The second one, too.
    RETRIED,
    /// The server has another key, and tells the client which.
    REFUSED
}
