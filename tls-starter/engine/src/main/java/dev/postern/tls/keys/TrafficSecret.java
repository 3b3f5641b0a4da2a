package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The secret of one direction and one epoch, from which its keys come (RFC 9846 7.2, 7.3).
public final class TrafficSecret {
    private final KeySchedulePrimitives primitives;
    private final Secret secret;

    TrafficSecret(KeySchedulePrimitives primitives, Secret secret) {
        this.primitives = primitives;
        this.secret = secret;
    }

    /// Key and IV. The caller hands them to a record protection and destroys them.
    public TrafficKeys keys(AeadAlgorithm algorithm) {
        Secret key = HkdfLabel.expand(primitives, secret, "key", HkdfLabel.NO_CONTEXT, algorithm.keyBytes());
        Secret iv = HkdfLabel.expand(primitives, secret, "iv", HkdfLabel.NO_CONTEXT, AeadAlgorithm.NONCE_BYTES);
        return new TrafficKeys(algorithm, key, iv);
    }

    /// The next generation, after a KeyUpdate. Wipes this one.
    public TrafficSecret next() {
        Secret next = HkdfLabel.expand(primitives, secret, "traffic upd", HkdfLabel.NO_CONTEXT,
                primitives.hash().lengthBytes());
        destroy();
        return new TrafficSecret(primitives, next);
    }

    /// What Finished of this direction carries (RFC 9846 4.5.3).
    ///
    /// @param transcriptHash up to the message before Finished
    public byte[] verifyData(byte[] transcriptHash) {
        Secret finishedKey = FinishedKey.of(primitives, secret);
        byte[] verifyData = primitives.hmac(finishedKey, transcriptHash);
        finishedKey.destroy();
        return verifyData;
    }

    public void destroy() {
        secret.destroy();
    }
}
