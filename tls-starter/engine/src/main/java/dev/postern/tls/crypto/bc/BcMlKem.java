package dev.postern.tls.crypto.bc;

import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeyShares;
import dev.postern.tls.crypto.spi.MlKemParameters;
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

/// ML-KEM (FIPS 203).
final class BcMlKem implements KeyExchange {
    private final MlKemParameters kem;
    private final MLKEMParameters theirs;
    private final RandomSource random;

    BcMlKem(MlKemParameters kem, RandomSource random) {
        this.kem = kem;
        this.theirs = switch (kem) {
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
        };
        this.random = random;
    }

    @Override
    public Generated generate() {
        MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
        generator.init(new MLKEMKeyGenerationParameters(random.asSecureRandom(), theirs));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new Pair(kem, ((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded(),
                (MLKEMPrivateKeyParameters) pair.getPrivate());
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        kem.requireEncapsulationKey(peerShare);
        SecretWithEncapsulation result = new MLKEMGenerator(random.asSecureRandom())
                .generateEncapsulated(new MLKEMPublicKeyParameters(theirs, peerShare));
        return new Encapsulated(result.getEncapsulation(), Secret.wrap(result.getSecret()));
    }

    private record Pair(MlKemParameters kem, byte[] share, MLKEMPrivateKeyParameters key) implements Generated {
        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(kem.group(), peerShare, kem.ciphertextBytes());
            return Secret.wrap(new MLKEMExtractor(key).extractSecret(peerShare));
        }

        @Override
        public void destroy() {
            // these parameters give no way to be wiped
        }

        @Override
        public String toString() {
            return "Pair[" + kem.group() + "]";
        }
    }
}
