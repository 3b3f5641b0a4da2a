package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import javax.crypto.KeyAgreement;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;

/// X25519 (RFC 7748).
final class JdkX25519 implements KeyExchange {
    private static final NamedGroup GROUP = NamedGroup.X25519;
    private static final int BYTES = 32;

    private final RandomSource random;

    JdkX25519(RandomSource random) {
        this.random = random;
    }

    @Override
    public Generated generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
            generator.initialize(NamedParameterSpec.X25519, random.asSecureRandom());
            return new Pair(generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no X25519", missing);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static PublicKey decode(byte[] share) throws GeneralSecurityException {
        byte[] bigEndian = reversed(share);
        // RFC 7748 5: MUST mask the most significant bit in the final byte
        bigEndian[0] &= 0x7f;
        return KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }

    private record Pair(KeyPair keys) implements Generated {
        @Override
        public byte[] share() {
            byte[] bigEndian = ((XECPublicKey) keys.getPublic()).getU().toByteArray();
            byte[] share = new byte[BYTES];
            for (int i = 0; i < Math.min(BYTES, bigEndian.length); i++) {
                share[i] = bigEndian[bigEndian.length - 1 - i];
            }
            return share;
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(GROUP, peerShare, BYTES);
            try {
                KeyAgreement agreement = KeyAgreement.getInstance("X25519");
                agreement.init(keys.getPrivate());
                agreement.doPhase(decode(peerShare), true);
                return Secret.wrap(KeyShares.requireNonZero(GROUP, agreement.generateSecret()));
            } catch (InvalidKeyException smallOrder) {
                throw KeyShares.refused(GROUP, "a key share of small order", smallOrder);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("this JDK has no X25519", missing);
            }
        }

        @Override
        public void destroy() {
            // the JDK gives no way to wipe an XECPrivateKey
        }
    }
}
