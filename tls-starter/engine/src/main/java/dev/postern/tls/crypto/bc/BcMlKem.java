package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.MlKem768;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/// ML-KEM-768 (FIPS 203).
final class BcMlKem implements KeyExchange {
    private static final NamedGroup GROUP = NamedGroup.MLKEM768;

    private final RandomSource random;

    BcMlKem(RandomSource random) {
        this.random = random;
    }

    @Override
    public Generated generate() {
        MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
        generator.init(new MLKEMKeyGenerationParameters(random.asSecureRandom(), MLKEMParameters.ml_kem_768));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new Pair(((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded(),
                (MLKEMPrivateKeyParameters) pair.getPrivate());
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        MlKem768.requireEncapsulationKey(peerShare);
        SecretWithEncapsulation result = new MLKEMGenerator(random.asSecureRandom())
                .generateEncapsulated(new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, peerShare));
        return new Encapsulated(result.getEncapsulation(), Secret.wrap(result.getSecret()));
    }

    private record Pair(byte[] share, MLKEMPrivateKeyParameters key) implements Generated {
        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(GROUP, peerShare, MlKem768.CIPHERTEXT_BYTES);
            return Secret.wrap(new MLKEMExtractor(key).extractSecret(peerShare));
        }

        @Override
        public void destroy() {
            // these parameters give no way to be wiped
        }

        @Override
        public String toString() {
            return "Pair[MLKEM768]";
        }
    }
}
