package dev.postern.gateway.listener;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about an address that a listener cannot have.
final class ListenerFailureAnalyzer extends AbstractFailureAnalyzer<ListenerCannotBind> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ListenerCannotBind cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Stop the process that has the port (`ss -ltnp` names it), or choose another address with"
                        + " --postern.listeners[0].bind=127.0.0.1:10443, for example. A restart without a gap takes a"
                        + " port over only from a process with the same data directory.",
                cause);
    }
}
