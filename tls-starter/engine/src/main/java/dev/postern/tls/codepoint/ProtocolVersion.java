package dev.postern.tls.codepoint;

/// A protocol version as it stands in `supported_versions` and in the legacy fields (RFC 9846 4.3.1).
///
/// @param code the two bytes on the wire
public record ProtocolVersion(int code) {
    public static final ProtocolVersion TLS_1_0 = new ProtocolVersion(0x0301);
    public static final ProtocolVersion TLS_1_2 = new ProtocolVersion(0x0303);
    public static final ProtocolVersion TLS_1_3 = new ProtocolVersion(0x0304);

    public ProtocolVersion {
        CodePoint.requireTwoBytes("a protocol version", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0x0301 -> "TLS 1.0";
            case 0x0302 -> "TLS 1.1";
            case 0x0303 -> "TLS 1.2";
            case 0x0304 -> "TLS 1.3";
            default -> CodePoint.hexTwoBytes(code);
        };
    }
}
