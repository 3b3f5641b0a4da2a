package dev.postern.tls.extension;

import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.HashSet;
import java.util.List;

/// compress_certificate: how a peer may compress its Certificate message (RFC 8879 3). It has no response.
public record CompressCertificate(List<CertificateCompressionAlgorithm> algorithms) implements Extension {
    public CompressCertificate {
        algorithms = List.copyOf(algorithms);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.COMPRESS_CERTIFICATE;
    }

    static CompressCertificate read(WireReader in) {
        List<CertificateCompressionAlgorithm> algorithms = in.list8(2, 0xfe,
                algorithm -> new CertificateCompressionAlgorithm(algorithm.u16()));
        if (new HashSet<>(algorithms).size() < algorithms.size()) {
            throw WireReader.malformed("a compression algorithm is offered twice");
        }
        return new CompressCertificate(algorithms);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list8(algorithms, (list, algorithm) -> list.u16(algorithm.code()));
    }
}
