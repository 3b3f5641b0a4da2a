package dev.postern.tls.record;

/// One whole handshake message as it goes into the transcript.
///
/// @param epoch   the keys it came under
/// @param message four bytes of header (type, 24-bit length) and the body
public record HandshakeBytes(Epoch epoch, byte[] message) {
    public static final int HEADER_BYTES = 4;

    /// The code of its HandshakeType.
    public int type() {
        return message[0] & 0xff;
    }
}
