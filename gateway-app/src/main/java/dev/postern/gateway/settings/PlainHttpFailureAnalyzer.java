package dev.postern.gateway.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change about a configuration server with plain HTTP.
final class PlainHttpFailureAnalyzer extends AbstractFailureAnalyzer<ConfigServerAccess.PlainHttpRefused> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, ConfigServerAccess.PlainHttpRefused cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Use an https URL in spring.config.import, or set postern.config.allow-plain-http=true if the network"
                        + " between is yours alone.",
                cause);
    }
}
