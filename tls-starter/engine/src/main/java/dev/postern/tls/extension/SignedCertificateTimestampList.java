package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// signed_certificate_timestamp of a CertificateEntry (RFC 6962 3.3, RFC 9846 4.5.1).
///
/// @param timestamps each serialized, none empty, at least one
public record SignedCertificateTimestampList(List<Bytes> timestamps) implements Extension {
    public SignedCertificateTimestampList {
        timestamps = List.copyOf(timestamps);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP;
    }

    public static SignedCertificateTimestampList read(WireReader in) {
        return new SignedCertificateTimestampList(in.list16(1, 0xffff, timestamp -> timestamp.opaque16(1, 0xffff)));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list16(timestamps, WireWriter::opaque16);
    }
}
