package dev.postern.tls.client;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.wire.WireReader;

import java.security.PublicKey;

/// What the server shows and signs (RFC 9846 4.5.1, 4.5.2). Whether it is to be trusted is asked elsewhere.
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

    /// @param transcriptHash up to and with the server's Certificate
    static void verify(CertificateVerify message, PublicKey key, byte[] transcriptHash, ClientOffer offer,
            CryptoProvider crypto) {
        // A scheme may be offered for certificates alone (PKCS #1 v1.5), which is none for CertificateVerify (CVE-2019-11727).
        if (!offer.offers(message.algorithm()) || !crypto.signatureSchemes().contains(message.algorithm())) {
            // RFC 9846 4.5.2: the signature algorithm MUST be one offered in signature_algorithms
            throw HelloFields.illegal("the server signs with " + message.algorithm() + ", which we did not offer");
        }
        byte[] content = CertificateVerify.serverContent(transcriptHash);
        if (!crypto.verify(message.algorithm(), key, content, message.signature().toArray())) {
            // RFC 9846 4.5.2: if the verification fails, the receiver MUST terminate with decrypt_error
            throw new TlsAlert(AlertDescription.DECRYPT_ERROR, Fault.PEER_MISBEHAVED,
                    "the server's CertificateVerify does not fit its certificate");
        }
    }
}
