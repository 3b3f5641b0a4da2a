package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The key of a Finished message and of a binder (RFC 9846 4.5.3).
final class FinishedKey {
    private FinishedKey() {}

    static Secret of(KeySchedulePrimitives primitives, Secret base) {
        return HkdfLabel.expand(primitives, base, "finished", HkdfLabel.NO_CONTEXT, primitives.hash().lengthBytes());
    }
}
