package dev.postern.interop.bogo;

import dev.postern.tls.alert.TlsAlert;

/// A failed connection as a line on standard error. `errors.json` translates what the runner expects into the beginning of such lines.
final class Failure {

    private Failure() {}

    static String text(TlsAlert alert, String phase) {
        return "%s/%s: %s (%s)".formatted(alert.fault(), alert.description().label(), alert.getMessage(), phase);
    }
}
