package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.EcdsaSignature;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;

/// ECDSA, with each curve bound to the hash that RFC 9846 4.3.3 gives it.
record BcEcdsa(BcCurve curve, SignatureScheme scheme) {
    private static final BcEcdsa P256_SHA256 = new BcEcdsa(BcCurve.P256, SignatureScheme.ECDSA_SECP256R1_SHA256);
    private static final BcEcdsa P384_SHA384 = new BcEcdsa(BcCurve.P384, SignatureScheme.ECDSA_SECP384R1_SHA384);
    private static final BcEcdsa P521_SHA512 = new BcEcdsa(BcCurve.P521, SignatureScheme.ECDSA_SECP521R1_SHA512);

    static Optional<BcEcdsa> of(ECPublicKey key) {
        return List.of(P256_SHA256, P384_SHA384, P521_SHA512).stream()
                .filter(ecdsa -> ecdsa.curve.matches(key.getParams())).findFirst();
    }

    SigningKey signingKey(ECPrivateKey key) {
        return new Key(this, new ECPrivateKeyParameters(key.getS(), curve.domain()));
    }

    boolean verify(ECPublicKey key, byte[] content, byte[] signature) {
        Optional<EcdsaSignature> numbers = EcdsaSignature.read(signature);
        if (numbers.isEmpty()) {
            return false;
        }
        try {
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, new ECPublicKeyParameters(curve.domain().getCurve()
                    .createPoint(key.getW().getAffineX(), key.getW().getAffineY()), curve.domain()));
            return signer.verifySignature(digest(content), numbers.get().r(), numbers.get().s());
        } catch (IllegalArgumentException notOnTheCurve) {
            return false;
        }
    }

    private byte[] digest(byte[] content) {
        Digest digest = newDigest();
        byte[] result = new byte[digest.getDigestSize()];
        digest.update(content, 0, content.length);
        digest.doFinal(result, 0);
        return result;
    }

    private Digest newDigest() {
        if (curve == BcCurve.P256) {
            return new SHA256Digest();
        }
        return curve == BcCurve.P384 ? new SHA384Digest() : new SHA512Digest();
    }

    private record Key(BcEcdsa ecdsa, ECPrivateKeyParameters key) implements SigningKey {
        @Override
        public List<SignatureScheme> schemes() {
            return List.of(ecdsa.scheme);
        }

        @Override
        public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
            ECDSASigner signer = new ECDSASigner();
            signer.init(true, new ParametersWithRandom(key, random.asSecureRandom()));
            BigInteger[] parts = signer.generateSignature(ecdsa.digest(content));
            try {
                return StandardDSAEncoding.INSTANCE.encode(key.getParameters().getN(), parts[0], parts[1]);
            } catch (IOException defect) {
                throw new IllegalStateException("a signature could not be encoded", defect);
            }
        }

        @Override
        public String toString() {
            return "Key[" + ecdsa.scheme + "]";
        }
    }
}
