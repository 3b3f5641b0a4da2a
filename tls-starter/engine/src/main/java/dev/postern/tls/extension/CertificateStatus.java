package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// status_request of a CertificateEntry: the status of this certificate (RFC 6066 8, RFC 9846 4.5.1.1).
///
/// @param ocspResponse in DER; never empty
public record CertificateStatus(Bytes ocspResponse) implements Extension {
    static final int OCSP = 1;

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }

    static CertificateStatus read(WireReader in) {
        int statusType = in.u8();
        if (statusType != OCSP) {
            throw WireReader.malformed("a certificate status of the unknown type " + statusType);
        }
        return new CertificateStatus(in.opaque24(1, 0xffffff));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(OCSP).opaque24(ocspResponse);
    }
}
