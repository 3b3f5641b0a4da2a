package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.MlKem768;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import javax.crypto.KEM;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// ML-KEM-768 (FIPS 203).
final class JdkMlKem implements KeyExchange {
    private static final NamedGroup GROUP = NamedGroup.MLKEM768;
    /// What stands before the raw key in a SubjectPublicKeyInfo: the JDK takes and gives keys in that form only.
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private final RandomSource random;

    JdkMlKem(RandomSource random) {
        this.random = random;
    }

    @Override
    public Generated generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
            generator.initialize(NamedParameterSpec.ML_KEM_768, random.asSecureRandom());
            return new Pair(generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw missing(missing);
        }
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        MlKem768.requireEncapsulationKey(peerShare);
        try {
            byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + peerShare.length);
            System.arraycopy(peerShare, 0, encoded, SPKI_PREFIX.length, peerShare.length);
            PublicKey peer = KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
            KEM.Encapsulated result = KEM.getInstance("ML-KEM").newEncapsulator(peer, random.asSecureRandom())
                    .encapsulate();
            return new Encapsulated(result.encapsulation(), Secret.wrap(result.key().getEncoded()));
        } catch (InvalidKeyException refused) {
            throw KeyShares.refused(GROUP, "an encapsulation key that cannot be used", refused);
        } catch (GeneralSecurityException missing) {
            throw missing(missing);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this JDK has no ML-KEM-768", cause);
    }

    private record Pair(KeyPair keys) implements Generated {
        @Override
        public byte[] share() {
            byte[] encoded = keys.getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - MlKem768.ENCAPSULATION_KEY_BYTES, encoded.length);
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(GROUP, peerShare, MlKem768.CIPHERTEXT_BYTES);
            try {
                return Secret.wrap(KEM.getInstance("ML-KEM").newDecapsulator(keys.getPrivate()).decapsulate(peerShare)
                        .getEncoded());
            } catch (GeneralSecurityException missing) {
                throw missing(missing);
            }
        }

        @Override
        public void destroy() {
            // the JDK gives no way to wipe an ML-KEM key
        }
    }
}
