package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireWriter;

/// signed_certificate_timestamp of a ClientHello or a CertificateRequest: empty (RFC 6962 3.3.1).
public record TimestampsRequest() implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP;
    }

    @Override
    public void writeBody(WireWriter out) {}
}
