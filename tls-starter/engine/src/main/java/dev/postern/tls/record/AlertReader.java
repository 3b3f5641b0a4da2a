package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;

/// Reads the alerts of the peer (RFC 9846 6).
final class AlertReader {
    private static final int ALERT_BYTES = 2;

    private final Limits limits;
    private int warnings;

    AlertReader(Limits limits) {
        this.limits = limits;
    }

    /// @return [Incoming#CLOSE_NOTIFY], or [Incoming#NOTHING] for a warning
    /// @throws TlsAlert with [Fault#PEER_ALERT] for an error alert
    Incoming read(byte[] content, int offset, int length) {
        if (length == 0) {
            // RFC 9846 5.4: a record of type alert with zero-length content: unexpected_message
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED, "empty alert record");
        }
        if (length != ALERT_BYTES) {
            // RFC 9846 5.1: a record with an Alert type MUST contain exactly one message
            throw new TlsAlert(AlertDescription.DECODE_ERROR, Fault.PEER_MISBEHAVED,
                    "alert record of " + length + " bytes");
        }
        // RFC 9846 6: the severity is implicit in the type of alert, the "level" field can safely be ignored
        int code = content[offset + 1] & 0xff;
        if (code == AlertDescription.CLOSE_NOTIFY.code()) {
            return Incoming.CLOSE_NOTIFY;
        }
        if (code == AlertDescription.USER_CANCELED.code()) {
            return warning();
        }
        // RFC 9846 6: unknown alert types MUST be treated as error alerts
        AlertDescription description = AlertDescription.of(code).orElse(AlertDescription.GENERAL_ERROR);
        throw new TlsAlert(description, Fault.PEER_ALERT, AlertDescription.of(code).isPresent()
                ? "peer sent alert " + description.label()
                : "peer sent unknown alert " + code);
    }

    /// Something else than an alert arrived.
    void reset() {
        warnings = 0;
    }

    // RFC 9846 6.1: after user_canceled, continue to read until close_notify
    private Incoming warning() {
        if (++warnings > limits.warningAlerts()) {
            throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "more than " + limits.warningAlerts() + " warning alerts in a row");
        }
        return Incoming.NOTHING;
    }
}
