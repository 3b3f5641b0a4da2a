package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// How a server tells a client, and nobody else, that it reads the inner hello (RFC 9849 7.2).
public final class EchConfirmation {
    public static final int BYTES = 8;

    private EchConfirmation() {}

    /// The end of ServerHello.random.
    ///
    /// @param innerRandom    of the inner ClientHello
    /// @param transcriptHash up to and with the ServerHello, whose random ends with zeros
    public static byte[] ofServerHello(KeySchedulePrimitives primitives, byte[] innerRandom, byte[] transcriptHash) {
        return confirm(primitives, innerRandom, "ech accept confirmation", transcriptHash);
    }

    /// The extension of a HelloRetryRequest.
    ///
    /// @param transcriptHash up to and with the HelloRetryRequest, whose extension is zeros
    public static byte[] ofHelloRetryRequest(KeySchedulePrimitives primitives, byte[] innerRandom,
            byte[] transcriptHash) {
        return confirm(primitives, innerRandom, "hrr ech accept confirmation", transcriptHash);
    }

    private static byte[] confirm(KeySchedulePrimitives primitives, byte[] innerRandom, String label,
            byte[] transcriptHash) {
        Secret key = primitives.extract(new byte[primitives.hash().lengthBytes()], innerRandom);
        try {
            return HkdfLabel.expand(primitives, key, label, transcriptHash, BYTES).expose();
        } finally {
            key.destroy();
        }
    }
}
