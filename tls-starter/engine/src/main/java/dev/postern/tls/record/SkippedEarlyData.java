package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import org.jspecify.annotations.Nullable;

/// Counts the refused early data that is passed over: each record costs us a decryption in vain, so there is a cap.
final class SkippedEarlyData {
    private final int limitBytes;
    private @Nullable EarlyDataSkip mode;
    private int skippedBytes;

    SkippedEarlyData(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    void begin(EarlyDataSkip next) {
        mode = next;
    }

    /// The first record that is not early data ends it: from here on, what does not open is an attack.
    void end() {
        mode = null;
    }

    boolean is(EarlyDataSkip asked) {
        return mode == asked;
    }

    Incoming skip(int ciphertextBytes) {
        skippedBytes += ciphertextBytes;
        if (skippedBytes > limitBytes) {
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "more than " + limitBytes + " bytes of refused early data");
        }
        return Incoming.NOTHING;
    }
}
