package dev.postern.tls.codepoint;

/// What a record carries (RFC 9846 B.1).
///
/// @param code the byte on the wire
public record ContentType(int code) {
    public static final ContentType INVALID = new ContentType(0);
    public static final ContentType CHANGE_CIPHER_SPEC = new ContentType(20);
    public static final ContentType ALERT = new ContentType(21);
    public static final ContentType HANDSHAKE = new ContentType(22);
    public static final ContentType APPLICATION_DATA = new ContentType(23);

    public ContentType {
        CodePoint.requireByte("a content type", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "invalid";
            case 20 -> "change_cipher_spec";
            case 21 -> "alert";
            case 22 -> "handshake";
            case 23 -> "application_data";
            default -> CodePoint.hexByte(code);
        };
    }
}
