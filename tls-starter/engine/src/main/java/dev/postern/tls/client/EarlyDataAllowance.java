package dev.postern.tls.client;

import dev.postern.tls.keys.Exporter;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// How much early data may still be sent: what the ticket allows, until the server refuses it or the handshake is over. And the keying
/// material that goes with it, which outlives the handshake.
///
/// RFC 9846 4.7.1: only application data payload is counted, plaintext but not padding or the inner content type byte.
public final class EarlyDataAllowance {
    private long remainingBytes;
    private @Nullable Exporter exporter;

    void open(long maxBytes, Exporter keyingMaterial) {
        remainingBytes = maxBytes;
        exporter = keyingMaterial;
    }

    public long remainingBytes() {
        return remainingBytes;
    }

    public void spend(int bytes) {
        remainingBytes -= bytes;
    }

    /// No more is sent.
    public void close() {
        remainingBytes = 0;
    }

    /// Empty unless early data is on its way or was accepted.
    public Optional<Exporter> exporter() {
        return Optional.ofNullable(exporter);
    }

    /// The server refused it, or the connection is over: what was bound to it is void.
    void wipe() {
        close();
        if (exporter != null) {
            exporter.destroy();
            exporter = null;
        }
    }
}
