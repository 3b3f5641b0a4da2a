package dev.postern.tls.codepoint;

/// How a Certificate message is compressed (RFC 8879 7.3).
///
/// @param code the two bytes on the wire
public record CertificateCompressionAlgorithm(int code) {
    public static final CertificateCompressionAlgorithm ZLIB = new CertificateCompressionAlgorithm(1);
    public static final CertificateCompressionAlgorithm BROTLI = new CertificateCompressionAlgorithm(2);
    public static final CertificateCompressionAlgorithm ZSTD = new CertificateCompressionAlgorithm(3);

    public CertificateCompressionAlgorithm {
        CodePoint.requireTwoBytes("a certificate compression algorithm", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 1 -> "zlib";
            case 2 -> "brotli";
            case 3 -> "zstd";
            default -> CodePoint.hexTwoBytes(code);
        };
    }
}
