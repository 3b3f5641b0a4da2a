package dev.postern.tls.certificate;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.wire.WireReader;

/// What others say about a certificate, sent along with it: its authority that it is not revoked (a stapled OCSP response, RFC 6066 8), and
/// transparency logs that they have seen it (RFC 6962 3.3). The engine carries both and judges neither; [TrustedCertificates] judges the
/// first.
///
/// @param ocspResponse in DER, or empty for none
/// @param timestamps   a SignedCertificateTimestampList as RFC 6962 3.3 serializes it, its length in front, or empty for none
public record Staples(byte[] ocspResponse, byte[] timestamps) {
    public static final Staples NONE = new Staples(new byte[0], new byte[0]);

    /// @throws IllegalArgumentException when the timestamps are no such list
    public Staples {
        ocspResponse = ocspResponse.clone();
        timestamps = timestamps.clone();
        if (timestamps.length > 0) {
            requireList(timestamps);
        }
    }

    public static Staples ocsp(byte[] response) {
        return new Staples(response, new byte[0]);
    }

    @Override
    public byte[] ocspResponse() {
        return ocspResponse.clone();
    }

    @Override
    public byte[] timestamps() {
        return timestamps.clone();
    }

    public boolean hasOcspResponse() {
        return ocspResponse.length > 0;
    }

    public boolean hasTimestamps() {
        return timestamps.length > 0;
    }

    private static void requireList(byte[] timestamps) {
        WireReader in = new WireReader(timestamps);
        try {
            in.list16(1, 0xffff, timestamp -> timestamp.opaque16(1, 0xffff));
            in.end();
        } catch (TlsAlert malformed) {
            throw new IllegalArgumentException("no SignedCertificateTimestampList: " + malformed.getMessage(),
                    malformed);
        }
    }
}
