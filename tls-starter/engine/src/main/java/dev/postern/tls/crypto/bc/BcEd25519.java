package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

import java.security.InvalidKeyException;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.List;

/// Ed25519 (RFC 8032).
final class BcEd25519 {
    private BcEd25519() {}

    static boolean fits(EdECPublicKey key) {
        return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
    }

    static SigningKey signingKey(EdECPrivateKey key) throws InvalidKeyException {
        byte[] seed = key.getBytes()
                .orElseThrow(() -> new InvalidKeyException("this Ed25519 key does not give out its bytes"));
        return new Key(new Ed25519PrivateKeyParameters(seed, 0));
    }

    static boolean verify(EdECPublicKey key, byte[] content, byte[] signature) {
        byte[] encoded = key.getEncoded();
        if (signature.length != Ed25519.SIGNATURE_SIZE || encoded == null) {
            return false;
        }
        Ed25519PublicKeyParameters parameters;
        try {
            parameters = new Ed25519PublicKeyParameters(encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE);
        } catch (IllegalArgumentException notOnTheCurve) {
            return false;
        }
        return parameters.verify(Ed25519.Algorithm.Ed25519, null, content, 0, content.length, signature, 0);
    }

    private record Key(Ed25519PrivateKeyParameters key) implements SigningKey {
        @Override
        public List<SignatureScheme> schemes() {
            return List.of(SignatureScheme.ED25519);
        }

        @Override
        public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            key.sign(Ed25519.Algorithm.Ed25519, null, content, 0, content.length, signature, 0);
            return signature;
        }

        @Override
        public String toString() {
            return "Key[ed25519]";
        }
    }
}
