package dev.postern.gateway.settings;

import java.io.Serial;

/// A configuration server that has to answer did not.
public final class ConfigServerUnavailable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ConfigServerUnavailable(RuntimeException failure) {
        super("The configuration server did not give the settings: " + reason(failure), failure);
    }

    /// What the client library says about the server; what is below that is only the socket's word.
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf((cause == null ? failure : cause).getMessage());
    }
}
