package dev.postern.tls.message;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// CertificateRequest (RFC 9846 4.4.2).
///
/// @param certificateRequestContext empty during the handshake
public record CertificateRequest(Bytes certificateRequestContext, ExtensionBlock extensions)
        implements
            HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }

    static CertificateRequest read(WireReader in, MessageBounds bounds) {
        return new CertificateRequest(in.opaque8(0, 0xff),
                ExtensionBlock.read(in, ExtensionPlace.CERTIFICATE_REQUEST, bounds.extensions()));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.opaque8(certificateRequestContext);
        extensions.write(out);
    }
}
