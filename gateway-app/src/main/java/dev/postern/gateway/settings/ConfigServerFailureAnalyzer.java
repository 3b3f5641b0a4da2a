package dev.postern.gateway.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to do about a configuration server that does not answer.
final class ConfigServerFailureAnalyzer extends AbstractFailureAnalyzer<ConfigServerUnavailable> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ConfigServerUnavailable cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Start the server or correct its address in spring.config.import, or write optional:configserver:… there if"
                        + " the gateway may start with its local settings.",
                cause);
    }
}
