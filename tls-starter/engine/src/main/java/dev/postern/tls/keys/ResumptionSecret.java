package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// What the PSKs of a connection's tickets come from (RFC 9846 4.7.1).
public final class ResumptionSecret {
    private final KeySchedulePrimitives primitives;
    private final Secret secret;

    ResumptionSecret(KeySchedulePrimitives primitives, Secret secret) {
        this.primitives = primitives;
        this.secret = secret;
    }

    /// @param ticketNonce unique among the tickets of the connection, so that each has a PSK of its own
    public Secret psk(byte[] ticketNonce) {
        return HkdfLabel.expand(primitives, secret, "resumption", ticketNonce, primitives.hash().lengthBytes());
    }

    public void destroy() {
        secret.destroy();
    }
}
