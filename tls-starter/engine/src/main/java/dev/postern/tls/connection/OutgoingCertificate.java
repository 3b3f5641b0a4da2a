package dev.postern.tls.connection;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.extension.CertificateStatus;
import dev.postern.tls.extension.CertificateStatusRequest;
import dev.postern.tls.extension.CompressCertificate;
import dev.postern.tls.extension.EncodedDelegatedCredential;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SignedCertificateTimestampList;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CompressedCertificate;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/// Our Certificate message, for either end: the chain, and of what else the credential has, what the peer asked for.
public final class OutgoingCertificate {
    private OutgoingCertificate() {}

    /// @param asked    the extensions of the peer's ClientHello or CertificateRequest
    /// @param exchange how we may compress it
    public static HandshakeMessage of(Credential credential, ExtensionBlock asked, CertificateExchange exchange) {
        Staples staples = credential.staples();
        Certificate plain = plain(credential, staples.hasOcspResponse() && asksForOcsp(asked),
                staples.hasTimestamps() && asked.has(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP));
        List<CertificateCompressionAlgorithm> accepted = asked.find(CompressCertificate.class)
                .map(CompressCertificate::algorithms).orElse(List.of());
        return exchange.compressions().stream().filter(ours -> accepted.contains(ours.algorithm())).findFirst()
                .<HandshakeMessage>map(compression -> compressed(plain, credential, compression)).orElse(plain);
    }

    /// Compresses every form of it now.
    public static void prepare(Credential credential, CertificateExchange exchange) {
        for (boolean ocspResponse : choices(credential.staples().hasOcspResponse())) {
            for (boolean timestamps : choices(credential.staples().hasTimestamps())) {
                Certificate plain = plain(credential, ocspResponse, timestamps);
                exchange.compressions().forEach(compression -> compressed(plain, credential, compression));
            }
        }
    }

    private static boolean[] choices(boolean has) {
        return has ? new boolean[]{false, true} : new boolean[]{false};
    }

    private static CompressedCertificate compressed(Certificate plain, Credential credential,
            CertificateCompression compression) {
        WireWriter out = new WireWriter();
        plain.writeBody(out);
        byte[] body = out.toByteArray();
        return new CompressedCertificate(compression.algorithm(), body.length,
                Bytes.copyOf(credential.compressed(compression, body)));
    }

    private static Certificate plain(Credential credential, boolean ocspResponse, boolean timestamps) {
        List<CertificateEntry> entries = new ArrayList<>();
        for (byte[] entry : credential.identity().encoded()) {
            ExtensionBlock extensions = entries.isEmpty()
                    ? ofLeaf(credential, ocspResponse, timestamps)
                    : ExtensionBlock.EMPTY;
            entries.add(new CertificateEntry(Bytes.copyOf(entry), extensions));
        }
        // RFC 9846 4.5.1: during the handshake, the certificate_request_context is empty
        return new Certificate(Bytes.EMPTY, entries);
    }

    // RFC 9846 4.5.1: only what corresponds to an extension of the peer's ClientHello or CertificateRequest
    private static ExtensionBlock ofLeaf(Credential credential, boolean ocspResponse, boolean timestamps) {
        List<Extension> extensions = new ArrayList<>();
        Staples staples = credential.staples();
        if (ocspResponse) {
            extensions.add(new CertificateStatus(Bytes.copyOf(staples.ocspResponse())));
        }
        if (timestamps) {
            extensions.add(SignedCertificateTimestampList.read(new WireReader(staples.timestamps())));
        }
        DelegatedCredential delegation = credential.delegation();
        if (delegation != null) {
            // Chosen only for a peer that asked for it
            extensions.add(new EncodedDelegatedCredential(Bytes.copyOf(delegation.encoded())));
        }
        return new ExtensionBlock(extensions);
    }

    private static boolean asksForOcsp(ExtensionBlock asked) {
        return asked.has(ExtensionType.STATUS_REQUEST)
                && asked.find(CertificateStatusRequest.class).map(CertificateStatusRequest::isForOcsp).orElse(true);
    }
}
