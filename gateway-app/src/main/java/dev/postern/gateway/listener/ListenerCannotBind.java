package dev.postern.gateway.listener;

import java.io.Serial;

/// An address of the settings that cannot be had: taken, not of this machine, or not allowed.
final class ListenerCannotBind extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    ListenerCannotBind(ListenerSettings listener, RuntimeException failure) {
        super("The listener '" + listener.name() + "' cannot listen on "
                + listener.place() + ": " + reason(failure),
                failure);
    }

    /// The system's own words, which the library wraps.
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
