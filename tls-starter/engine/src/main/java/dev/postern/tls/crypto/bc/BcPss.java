package dev.postern.tls.crypto.bc;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.PssScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;

/// RSASSA-PSS.
final class BcPss {
    private BcPss() {}

    static SigningKey signingKey(RSAPrivateKey key, List<SignatureScheme> schemes) {
        if (key instanceof RSAPrivateCrtKey crt) {
            return new Key(new RSAPrivateCrtKeyParameters(crt.getModulus(), crt.getPublicExponent(),
                    crt.getPrivateExponent(), crt.getPrimeP(), crt.getPrimeQ(), crt.getPrimeExponentP(),
                    crt.getPrimeExponentQ(), crt.getCrtCoefficient()), schemes);
        }
        return new Key(new RSAKeyParameters(true, key.getModulus(), key.getPrivateExponent()), schemes);
    }

    static boolean verify(PssScheme scheme, RSAPublicKey key, byte[] content, byte[] signature) {
        PSSSigner signer = signer(scheme);
        try {
            signer.init(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent()));
            signer.update(content, 0, content.length);
            return signer.verifySignature(signature);
        } catch (IllegalArgumentException unusable) {
            return false;
        }
    }

    private static PSSSigner signer(PssScheme scheme) {
        Digest digest = switch (scheme) {
            case RSAE_SHA256, PSS_SHA256 -> new SHA256Digest();
            case RSAE_SHA384, PSS_SHA384 -> new SHA384Digest();
            case RSAE_SHA512, PSS_SHA512 -> new SHA512Digest();
        };
        return new PSSSigner(new RSABlindedEngine(), digest, scheme.saltBytes());
    }

    private record Key(RSAKeyParameters key, List<SignatureScheme> schemes) implements SigningKey {
        @Override
        public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
            PSSSigner signer = signer(PssScheme.of(scheme).orElseThrow());
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
            return "Key[rsa]";
        }
    }
}
