package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// Keying material for the application (RFC 9846 7.5), from the exporter secret or from the early one.
public final class Exporter {
    private final KeySchedulePrimitives primitives;
    private final Secret secret;

    Exporter(KeySchedulePrimitives primitives, Secret secret) {
        this.primitives = primitives;
        this.secret = secret;
    }

    /// @param label   ASCII, at most 249 characters
    /// @param context empty for none; in TLS 1.3 the two give the same result
    public byte[] export(String label, byte[] context, int lengthBytes) {
        Secret derived = HkdfLabel.derive(primitives, secret, label, EmptyHash.of(primitives));
        byte[] contextHash = primitives.digest(context);
        byte[] material = HkdfLabel.expand(primitives, derived, "exporter", contextHash, lengthBytes).expose();
        derived.destroy();
        return material;
    }

    public void destroy() {
        secret.destroy();
    }
}
