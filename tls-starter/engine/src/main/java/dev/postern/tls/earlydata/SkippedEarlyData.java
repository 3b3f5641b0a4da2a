package dev.postern.tls.earlydata;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

/// Refused early data that is still on its way: records to throw away, in bounded number. Without the bound a client makes us decrypt
/// in vain for as long as it likes.
///
/// Counted in bytes of ciphertext, since what cannot be opened cannot be told from its padding.
public final class SkippedEarlyData {
    private final long maxBytes;
    private long skippedBytes;

    /// @param maxBytes of ciphertext
    public SkippedEarlyData(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// One record is thrown away.
    ///
    /// @param ciphertextBytes its fragment
    /// @throws TlsAlert `unexpected_message` when it is one too many
    public void skip(int ciphertextBytes) {
        if (ciphertextBytes > maxBytes - skippedBytes) {
            // RFC 9846 4.3.10: discarding records which fail deprotection (up to the configured max_early_data_size)
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "more than %d bytes of refused early data".formatted(maxBytes));
        }
        skippedBytes += ciphertextBytes;
    }

    public long skippedBytes() {
        return skippedBytes;
    }
}
