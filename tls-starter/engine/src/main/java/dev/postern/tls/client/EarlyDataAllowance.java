package dev.postern.tls.client;

/// How much early data may still be sent: what the ticket allows, until the server refuses it or the handshake is over.
///
/// RFC 9846 4.7.1: only application data payload is counted, plaintext but not padding or the inner content type byte.
final class EarlyDataAllowance {
    private long remainingBytes;

    void open(long maxBytes) {
        remainingBytes = maxBytes;
    }

    long remainingBytes() {
        return remainingBytes;
    }

    void spend(int bytes) {
        remainingBytes -= bytes;
    }

    void close() {
        remainingBytes = 0;
    }
}
