package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

/// encrypted_client_hello in EncryptedExtensions (RFC 9849 5): what a client that was refused should use instead.
///
/// @param retryConfigs an ECHConfigList with its length, not looked into yet
public record EchEncryptedExtensions(Bytes retryConfigs) implements Extension {
    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPTED_CLIENT_HELLO;
    }

    static EchEncryptedExtensions read(WireReader in) {
        return new EchEncryptedExtensions(in.rest());
    }

    @Override
    public void writeBody(WireWriter out) {
        out.bytes(retryConfigs);
    }
}
