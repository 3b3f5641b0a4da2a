package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireWriter;

/// status_request of a CertificateRequest: empty (RFC 9846 4.5.1.1).
public record CertificateStatusWanted() implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }

    @Override
    public void writeBody(WireWriter out) {}
}
