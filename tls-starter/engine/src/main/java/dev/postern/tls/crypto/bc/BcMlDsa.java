package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.MlDsaScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/// ML-DSA (FIPS 204). Keys are taken in every form of RFC 9881: as a seed, expanded, or both.
final class BcMlDsa {
    private BcMlDsa() {}

    static SigningKey signingKey(MlDsaScheme scheme, PrivateKey key) throws InvalidKeyException {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw new InvalidKeyException("this ML-DSA key does not give out its bytes");
        }
        try {
            if (PrivateKeyFactory.createKey(encoded) instanceof MLDSAPrivateKeyParameters parameters
                    && fits(scheme, parameters.getParameters().getName())) {
                return new Key(scheme, parameters);
            }
        } catch (IOException | IllegalArgumentException malformed) {
            throw new InvalidKeyException("this key cannot be read as one of " + scheme.jcaName(), malformed);
        }
        throw new InvalidKeyException("this key is none of " + scheme.jcaName());
    }

    static boolean verify(MlDsaScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        try {
            if (!(PublicKeyFactory.createKey(key.getEncoded()) instanceof MLDSAPublicKeyParameters parameters)
                    || !fits(scheme, parameters.getParameters().getName())) {
                return false;
            }
            MLDSASigner signer = new MLDSASigner();
            signer.init(false, parameters);
            signer.update(content, 0, content.length);
            return signer.verifySignature(signature);
        } catch (IOException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean fits(MlDsaScheme scheme, String name) {
        return scheme.jcaName().equalsIgnoreCase(name);
    }

    private record Key(MlDsaScheme mlDsa, MLDSAPrivateKeyParameters key) implements SigningKey {
        @Override
        public List<SignatureScheme> schemes() {
            return List.of(mlDsa.scheme());
        }

        @Override
        public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
            MLDSASigner signer = new MLDSASigner();
            signer.init(true, new ParametersWithRandom(key, random.asSecureRandom()));
            signer.update(content, 0, content.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException refused) {
                throw new IllegalStateException("the private key refused to sign with " + scheme, refused);
            }
        }

        @Override
        public String toString() {
            return "Key[" + mlDsa.scheme() + "]";
        }
    }
}
