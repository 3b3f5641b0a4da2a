package dev.postern.tls.crypto.jdk;

import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.MlKemParameters;
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

/// ML-KEM (FIPS 203).
final class JdkMlKem implements KeyExchange {
    private final MlKemParameters kem;
    private final NamedParameterSpec theirs;
    private final byte[] spkiPrefix;
    private final RandomSource random;

    JdkMlKem(MlKemParameters kem, RandomSource random) {
        this.kem = kem;
        this.theirs = switch (kem) {
            case ML_KEM_768 -> NamedParameterSpec.ML_KEM_768;
            case ML_KEM_1024 -> NamedParameterSpec.ML_KEM_1024;
        };
        this.spkiPrefix = spkiPrefix(kem);
        this.random = random;
    }

    /// What stands before the raw key in a SubjectPublicKeyInfo: the JDK takes and gives keys in that form only.
    private static byte[] spkiPrefix(MlKemParameters kem) {
        return HexFormat.of().parseHex(switch (kem) {
            case ML_KEM_768 -> "308204b2300b0609608648016503040402038204a100";
            case ML_KEM_1024 -> "30820632300b06096086480165030404030382062100";
        });
    }

    @Override
    public Generated generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
            generator.initialize(theirs, random.asSecureRandom());
            return new Pair(kem, generator.generateKeyPair());
        } catch (GeneralSecurityException missing) {
            throw missing(missing);
        }
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        kem.requireEncapsulationKey(peerShare);
        try {
            byte[] encoded = Arrays.copyOf(spkiPrefix, spkiPrefix.length + peerShare.length);
            System.arraycopy(peerShare, 0, encoded, spkiPrefix.length, peerShare.length);
            PublicKey peer = KeyFactory.getInstance("ML-KEM").generatePublic(new X509EncodedKeySpec(encoded));
            KEM.Encapsulated result = KEM.getInstance("ML-KEM").newEncapsulator(peer, random.asSecureRandom())
                    .encapsulate();
            return new Encapsulated(result.encapsulation(), Secret.wrap(result.key().getEncoded()));
        } catch (InvalidKeyException refused) {
            throw KeyShares.refused(kem.group(), "an encapsulation key that cannot be used", refused);
        } catch (GeneralSecurityException missing) {
            throw missing(missing);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this JDK has no ML-KEM", cause);
    }

    private record Pair(MlKemParameters kem, KeyPair keys) implements Generated {
        @Override
        public byte[] share() {
            byte[] encoded = keys.getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - kem.encapsulationKeyBytes(), encoded.length);
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(kem.group(), peerShare, kem.ciphertextBytes());
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
