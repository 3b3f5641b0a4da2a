package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.bouncycastle.math.ec.rfc7748.X25519;

import java.util.Arrays;

/// X25519 (RFC 7748): key pairs from the precomputed base point, agreement by the Montgomery ladder.
final class BcX25519 implements KeyExchange {
    private static final NamedGroup GROUP = NamedGroup.X25519;
    private static final int BYTES = X25519.POINT_SIZE;

    private final RandomSource random;

    BcX25519(RandomSource random) {
        this.random = random;
    }

    @Override
    public Generated generate() {
        byte[] scalar = random.bytes(X25519.SCALAR_SIZE);
        byte[] share = new byte[BYTES];
        X25519.generatePublicKey(scalar, 0, share, 0);
        return new Pair(scalar, share);
    }

    private record Pair(byte[] scalar, byte[] share) implements Generated {
        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(GROUP, peerShare, BYTES);
            byte[] secret = new byte[BYTES];
            X25519.calculateAgreement(scalar, 0, peerShare, 0, secret, 0);
            return Secret.wrap(KeyShares.requireNonZero(GROUP, secret));
        }

        @Override
        public void destroy() {
            Arrays.fill(scalar, (byte) 0);
        }

        @Override
        public String toString() {
            return "Pair[x25519]";
        }
    }
}
