package dev.postern.tls.message;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;

import java.util.Arrays;

/// ClientHelloOuterAAD (RFC 9849 5.2): the outer hello with zeros for the payload that it authenticates.
public final class ClientHelloOuterAad {
    private static final int HANDSHAKE_HEADER_BYTES = 4;
    /// ECHClientHelloType, two algorithms, config_id.
    private static final int BEFORE_ENC_BYTES = 6;

    private ClientHelloOuterAad() {}

    /// @param message a whole ClientHello that was decoded before, and has the extension in its outer form
    public static byte[] of(byte[] message) {
        WireReader in = new WireReader(message, HANDSHAKE_HEADER_BYTES, message.length - HANDSHAKE_HEADER_BYTES);
        in.u16();
        in.bytes(ClientHello.RANDOM_BYTES);
        in.opaque8(0, 0xff);
        in.opaque16(0, 0xffff);
        in.opaque8(0, 0xff);
        in.u16();
        while (in.u16() != ExtensionType.ENCRYPTED_CLIENT_HELLO.code()) {
            in.opaque16(0, 0xffff);
        }
        in.u16();
        in.bytes(BEFORE_ENC_BYTES);
        in.opaque16(0, 0xffff);
        int length = in.u16();
        int start = message.length - in.remaining();
        byte[] blank = message.clone();
        Arrays.fill(blank, start, start + length, (byte) 0);
        return Arrays.copyOfRange(blank, HANDSHAKE_HEADER_BYTES, blank.length);
    }
}
