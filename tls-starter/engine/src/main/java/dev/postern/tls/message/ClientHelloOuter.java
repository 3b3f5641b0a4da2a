package dev.postern.tls.message;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;

import java.util.Arrays;
import java.util.Optional;

/// What Encrypted Client Hello needs of a ClientHello that may hold another one. Nothing else of it is looked at: once the inner hello is
/// read, nobody acts on the outer one, and what OpenSSL 4.0 says there of its tickets is no pre_shared_key at all.
///
/// @param ech            the extension
/// @param additionalData ClientHelloOuterAAD (RFC 9849 5.2): the outer hello with zeros for the payload that it authenticates
public record ClientHelloOuter(EchClientHelloOuter ech, byte[] additionalData) {
    private static final int HANDSHAKE_HEADER_BYTES = 4;

    /// Empty when the hello has no such extension, or one that does not hold another hello.
    ///
    /// @param message a whole ClientHello
    public static Optional<ClientHelloOuter> of(byte[] message) {
        WireReader in = new WireReader(message, HANDSHAKE_HEADER_BYTES, message.length - HANDSHAKE_HEADER_BYTES);
        in.u16();
        in.bytes(ClientHello.RANDOM_BYTES);
        in.opaque8(0, 0xff);
        in.opaque16(0, 0xffff);
        in.opaque8(0, 0xff);
        if (!in.hasMore()) {
            return Optional.empty();
        }
        in.u16();
        while (in.hasMore()) {
            ExtensionType type = new ExtensionType(in.u16());
            Bytes body = in.opaque16(0, 0xffff);
            if (type.equals(ExtensionType.ENCRYPTED_CLIENT_HELLO)) {
                return read(type, body, message, message.length - in.remaining());
            }
        }
        return Optional.empty();
    }

    /// The payload is the last of the extension.
    private static Optional<ClientHelloOuter> read(ExtensionType type, Bytes body, byte[] message, int end) {
        WireReader in = new WireReader(body.toArray());
        Extension extension = Extension.read(type, ExtensionPlace.CLIENT_HELLO, in);
        in.end();
        if (!(extension instanceof EchClientHelloOuter ech)) {
            return Optional.empty();
        }
        byte[] blank = Arrays.copyOfRange(message, HANDSHAKE_HEADER_BYTES, message.length);
        int payloadEnd = end - HANDSHAKE_HEADER_BYTES;
        Arrays.fill(blank, payloadEnd - ech.payload().length(), payloadEnd, (byte) 0);
        return Optional.of(new ClientHelloOuter(ech, blank));
    }
}
