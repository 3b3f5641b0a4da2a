package dev.postern.tls.client;

import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.wire.WireReader;

/// What the server shows (RFC 9846 4.5.1). Whether it is to be trusted is asked elsewhere.
final class ServerProof {
    private ServerProof() {}

    static IncomingCertificate certificate(Certificate message, ServerParameters parameters) {
        if (!message.certificateRequestContext().isEmpty()) {
            // RFC 9846 4.5.1: in the case of server authentication, this field SHALL be zero length
            throw HelloFields.illegal("the server's Certificate answers a request that was not made");
        }
        if (message.certificateList().isEmpty()) {
            // RFC 9846 4.5.1.3: an empty Certificate message of the server: decode_error
            throw WireReader.malformed("the server sent no certificate");
        }
        return IncomingCertificate.of(message, parameters.serverCertificateType(),
                parameters.negotiated().offer().requests());
    }
}
