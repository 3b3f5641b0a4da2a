package dev.postern.tls.message;

import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// EncryptedExtensions (RFC 9846 4.4.1).
public record EncryptedExtensions(ExtensionBlock extensions) implements HandshakeMessage {
    @Override
    public HandshakeType type() {
        return HandshakeType.ENCRYPTED_EXTENSIONS;
    }

    static EncryptedExtensions read(WireReader in, MessageBounds bounds) {
        return new EncryptedExtensions(
                ExtensionBlock.read(in, ExtensionPlace.ENCRYPTED_EXTENSIONS, bounds.extensions()));
    }

    @Override
    public void writeBody(WireWriter out) {
        extensions.write(out);
    }
}
