package dev.postern.tls.spring;

import org.springframework.core.NestedRuntimeException;

import java.io.Serial;

/// A setting that cannot work, with what to change. Shown by [TlsConfigurationFailureAnalyzer] instead of a stack trace.
public final class TlsConfigurationException extends NestedRuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String action;

    /// @param problem what is wrong, a sentence
    /// @param action  what to change, a sentence
    public TlsConfigurationException(String problem, String action) {
        super(problem);
        this.action = action;
    }

    /// As above, with the exception that told us.
    public TlsConfigurationException(String problem, String action, Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
