package dev.postern.tls.server;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.wire.Bytes;

import java.util.List;

/// The messages by which a [RawClient] proves who it is.
final class RawCertificate {
    private RawCertificate() {}

    static byte[] of(Credential credential) {
        return new Certificate(Bytes.EMPTY, credential.identity().encoded().stream()
                .map(entry -> new CertificateEntry(Bytes.copyOf(entry), ExtensionBlock.EMPTY)).toList())
                .toByteArray();
    }

    static byte[] none() {
        return new Certificate(Bytes.EMPTY, List.of()).toByteArray();
    }

    static byte[] verify(Credential credential, byte[] transcriptHash) {
        byte[] content = CertificateVerify.clientContent(transcriptHash);
        byte[] signature = credential.signer().sign(credential.schemes().getFirst(), content).toCompletableFuture()
                .join();
        return new CertificateVerify(credential.schemes().getFirst(), Bytes.copyOf(signature)).toByteArray();
    }
}
