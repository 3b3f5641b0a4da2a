package dev.postern.tls.codepoint;

/// A cipher suite (RFC 9846 B.4): an AEAD and a hash, nothing else, in TLS 1.3.
///
/// @param code the two bytes on the wire
public record CipherSuite(int code) {
    public static final CipherSuite TLS_AES_128_GCM_SHA256 = new CipherSuite(0x1301);
    public static final CipherSuite TLS_AES_256_GCM_SHA384 = new CipherSuite(0x1302);
    public static final CipherSuite TLS_CHACHA20_POLY1305_SHA256 = new CipherSuite(0x1303);

    // RFC 9846 9.1: TLS_AES_128_GCM_SHA256 MUST be there; E.5: RC4 and what is below 112 bits MUST NOT
    public CipherSuite {
        if (code < 0 || code > 0xffff) {
            throw new IllegalArgumentException("a cipher suite is two bytes, got " + code);
        }
    }

    /// The IANA name, or the number in hex when we do not know one.
    @Override
    public String toString() {
        return switch (code) {
            case 0x1301 -> "TLS_AES_128_GCM_SHA256";
            case 0x1302 -> "TLS_AES_256_GCM_SHA384";
            case 0x1303 -> "TLS_CHACHA20_POLY1305_SHA256";
            default -> "0x%04x".formatted(code);
        };
    }
}
