package dev.postern.tls.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change in the settings.
final class TlsConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<TlsConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TlsConfigurationException cause) {
        String problem = cause.getMessage() == null ? "Postern's TLS settings are wrong." : cause.getMessage();
        return new FailureAnalysis(problem, cause.action(), rootFailure);
    }
}
