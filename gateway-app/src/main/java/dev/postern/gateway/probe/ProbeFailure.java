package dev.postern.gateway.probe;

import java.io.Serial;

/// A step of the examination ended early; the message is a sentence for the report.
final class ProbeFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    ProbeFailure(String sentence) {
        super(sentence);
    }
}
