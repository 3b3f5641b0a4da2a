package dev.postern.tls.earlydata;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

/// Counts accepted early data against what its ticket allows. Plaintext alone counts, neither padding nor the type byte; what counted
/// once stays counted, however fast the application reads.
public final class EarlyDataBudget {
    private final long maxBytes;
    private long receivedBytes;

    /// @param maxBytes max_early_data_size of the ticket
    public EarlyDataBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Called before the bytes reach the application.
    ///
    /// @throws TlsAlert `unexpected_message` when they are too many
    public void take(int plaintextBytes) {
        if (plaintextBytes > maxBytes - receivedBytes) {
            // RFC 9846 4.7.1: more than max_early_data_size bytes of 0-RTT data SHOULD terminate the connection
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "more early data than the %d bytes that the ticket allows".formatted(maxBytes));
        }
        receivedBytes += plaintextBytes;
    }

    public long receivedBytes() {
        return receivedBytes;
    }
}
