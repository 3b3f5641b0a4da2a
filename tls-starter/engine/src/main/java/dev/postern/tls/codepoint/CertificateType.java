package dev.postern.tls.codepoint;

/// What a Certificate message carries (RFC 7250 3, RFC 9846 4.5.1).
///
/// @param code the byte on the wire
public record CertificateType(int code) {
    public static final CertificateType X509 = new CertificateType(0);
    public static final CertificateType RAW_PUBLIC_KEY = new CertificateType(2);

    public CertificateType {
        CodePoint.requireByte("a certificate type", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "X509";
            case 2 -> "RawPublicKey";
            default -> CodePoint.hexByte(code);
        };
    }
}
