package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The derivation of RFC 9258 5.1: a key of its own for each protocol and KDF that an external PSK is imported for.
public final class ImportedKey {
    private ImportedKey() {}

    /// @param primitives       of the hash that belongs to the external PSK
    /// @param externalPsk      stays the caller's
    /// @param importedIdentity as it goes over the wire
    /// @param lengthBytes      of the target's hash
    public static Secret derive(KeySchedulePrimitives primitives, Secret externalPsk, byte[] importedIdentity,
            int lengthBytes) {
        Secret extracted = primitives.extract(new byte[primitives.hash().lengthBytes()], externalPsk.expose());
        Secret imported = HkdfLabel.expand(primitives, extracted, "derived psk", primitives.digest(importedIdentity),
                lengthBytes);
        extracted.destroy();
        return imported;
    }
}
