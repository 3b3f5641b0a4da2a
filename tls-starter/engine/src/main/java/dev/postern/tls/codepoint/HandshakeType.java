package dev.postern.tls.codepoint;

/// The type of a handshake message (RFC 9846 B.3).
///
/// @param code the byte on the wire
public record HandshakeType(int code) {
    public static final HandshakeType CLIENT_HELLO = new HandshakeType(1);
    /// HelloRetryRequest has this type too: only its random tells them apart.
    public static final HandshakeType SERVER_HELLO = new HandshakeType(2);
    public static final HandshakeType NEW_SESSION_TICKET = new HandshakeType(4);
    public static final HandshakeType END_OF_EARLY_DATA = new HandshakeType(5);
    public static final HandshakeType ENCRYPTED_EXTENSIONS = new HandshakeType(8);
    public static final HandshakeType CERTIFICATE = new HandshakeType(11);
    public static final HandshakeType CERTIFICATE_REQUEST = new HandshakeType(13);
    public static final HandshakeType CERTIFICATE_VERIFY = new HandshakeType(15);
    public static final HandshakeType FINISHED = new HandshakeType(20);
    public static final HandshakeType KEY_UPDATE = new HandshakeType(24);
    /// RFC 8879.
    public static final HandshakeType COMPRESSED_CERTIFICATE = new HandshakeType(25);
    /// Never on the wire: stands for the first ClientHello in the transcript after a HelloRetryRequest (RFC 9846 4.1).
    public static final HandshakeType MESSAGE_HASH = new HandshakeType(254);

    // RFC 9846 B: reserved values MUST NOT be sent; they have no name here
    public HandshakeType {
        CodePoint.requireByte("a handshake type", code);
    }

    @Override
    public String toString() {
        return switch (code) {
            case 1 -> "client_hello";
            case 2 -> "server_hello";
            case 4 -> "new_session_ticket";
            case 5 -> "end_of_early_data";
            case 8 -> "encrypted_extensions";
            case 11 -> "certificate";
            case 13 -> "certificate_request";
            case 15 -> "certificate_verify";
            case 20 -> "finished";
            case 24 -> "key_update";
            case 25 -> "compressed_certificate";
            case 254 -> "message_hash";
            default -> CodePoint.hexByte(code);
        };
    }
}
