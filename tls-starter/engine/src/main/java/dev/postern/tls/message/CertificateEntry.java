package dev.postern.tls.message;

import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// One certificate of a [Certificate] message (RFC 9846 4.5.1).
///
/// @param certData DER
public record CertificateEntry(Bytes certData, ExtensionBlock extensions) {
    static CertificateEntry read(WireReader in, MessageBounds bounds) {
        return new CertificateEntry(in.opaque24(1, 0xffffff),
                ExtensionBlock.read(in, ExtensionPlace.CERTIFICATE, bounds.extensions()));
    }

    void write(WireWriter out) {
        out.opaque24(certData);
        extensions.write(out);
    }
}
