package dev.postern.interop.engine;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.compression.CertificateCompressions;
import dev.postern.tls.config.CertificateExchange;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;

/// A form of compression that counts how often our end used it: nothing else that the engine says tells how a Certificate travelled.
public final class CountingCompression implements CertificateCompression {
    private final CertificateCompression form;
    private final AtomicInteger compressed = new AtomicInteger();
    private final AtomicInteger decompressed = new AtomicInteger();

    private CountingCompression(CertificateCompression form) {
        this.form = form;
    }

    public static CountingCompression of(CertificateCompressionAlgorithm algorithm) {
        return new CountingCompression(CertificateCompressions.available().stream()
                .filter(form -> form.algorithm().equals(algorithm)).findFirst().orElseThrow());
    }

    /// Certificates that travel in this form alone.
    public CertificateExchange alone() {
        return CertificateExchange.PLAIN.compressWith(List.of(this));
    }

    @Override
    public CertificateCompressionAlgorithm algorithm() {
        return form.algorithm();
    }

    @Override
    public byte[] compress(byte[] message) {
        compressed.incrementAndGet();
        return form.compress(message);
    }

    @Override
    public byte[] decompress(byte[] message, int lengthBytes) throws DataFormatException {
        byte[] plain = form.decompress(message, lengthBytes);
        decompressed.incrementAndGet();
        return plain;
    }

    public int compressed() {
        return compressed.get();
    }

    public int decompressed() {
        return decompressed.get();
    }
}
