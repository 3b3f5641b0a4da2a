package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// status_request of a ClientHello: send the certificate's status along with it (RFC 6066 8).
///
/// @param statusType 1 for OCSP; nothing else was ever defined
/// @param request    what follows it: for OCSP the responders and extensions that the client would like, which no server heeds
public record CertificateStatusRequest(int statusType, Bytes request) implements Extension {
    /// For an OCSP response of any responder.
    public static final CertificateStatusRequest OCSP = new CertificateStatusRequest(CertificateStatus.OCSP,
            Bytes.ofHex("00000000"));

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }

    public boolean isForOcsp() {
        return statusType == CertificateStatus.OCSP;
    }

    static CertificateStatusRequest read(WireReader in) {
        int statusType = in.u8();
        Bytes request = in.rest();
        if (statusType == CertificateStatus.OCSP) {
            WireReader fields = new WireReader(request.toArray());
            fields.list16(0, 0xffff, responder -> responder.opaque16(1, 0xffff));
            fields.opaque16(0, 0xffff);
            fields.end();
        }
        return new CertificateStatusRequest(statusType, request);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(statusType).bytes(request);
    }
}
