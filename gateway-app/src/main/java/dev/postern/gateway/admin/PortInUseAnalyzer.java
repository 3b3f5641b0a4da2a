package dev.postern.gateway.admin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Boot's own analysis speaks of a web server; whoever starts a second gateway wants to hear which of its ports is taken.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortInUseAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, PortInUseException cause) {
        return new FailureAnalysis(
                "The admin plane cannot listen on port " + cause.getPort() + ": another process has it, perhaps another"
                        + " Postern.",
                "Stop that process (`ss -ltnp` names it), or choose another port with --server.port=10943, for example.",
                cause);
    }
}
