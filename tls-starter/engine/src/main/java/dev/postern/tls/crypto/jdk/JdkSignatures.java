package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.EcdsaSignature;
import dev.postern.tls.crypto.spi.MlDsaScheme;
import dev.postern.tls.crypto.spi.PssScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Optional;

/// Signatures through [Signature], which finds the provider that a key belongs to: so keys in a PKCS#11 token work too.
final class JdkSignatures {
    private JdkSignatures() {}

    static SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        List<SignatureScheme> schemes = schemes(publicKey);
        if (schemes.isEmpty()) {
            throw new InvalidKeyException("TLS 1.3 has no signature scheme for this key of algorithm "
                    + publicKey.getAlgorithm()
                    + "; use ECDSA on P-256, P-384 or P-521, Ed25519, RSA of 2048 bits and more, or ML-DSA");
        }
        if (MlDsaScheme.of(publicKey).isPresent()) {
            requireReadable(key, schemes.getFirst());
        }
        return new Key(key, schemes);
    }

    /// RFC 9881 has three forms of such a key, of which this JDK may know one: said here, so that another provider can be asked.
    private static void requireReadable(PrivateKey key, SignatureScheme scheme) throws InvalidKeyException {
        try {
            of(scheme).initSign(key);
        } catch (InvalidKeyException unreadable) {
            throw unreadable;
        } catch (GeneralSecurityException missing) {
            throw new InvalidKeyException("this JDK does not sign with " + scheme, missing);
        }
    }

    static boolean fits(SignatureScheme scheme, PublicKey key) {
        return schemes(key).contains(scheme);
    }

    static boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] value) {
        boolean malformed = key instanceof ECPublicKey && EcdsaSignature.read(value).isEmpty();
        if (malformed || !fits(scheme, key)) {
            return false;
        }
        try {
            Signature signature = of(scheme);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(value);
        } catch (GeneralSecurityException refused) {
            return false;
        }
    }

    /// The schemes that a key fits, preferred first.
    private static List<SignatureScheme> schemes(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return ecdsa(ec).map(List::of).orElse(List.of());
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return List.of(SignatureScheme.ED25519);
        }
        Optional<MlDsaScheme> mlDsa = MlDsaScheme.of(key);
        if (mlDsa.isPresent()) {
            return List.of(mlDsa.get().scheme());
        }
        return PssScheme.allFor(key).stream().map(PssScheme::scheme).toList();
    }

    // RFC 9846 4.3.3: the curve of the key MUST be the one of the scheme
    private static Optional<SignatureScheme> ecdsa(ECPublicKey key) {
        if (NistCurve.P256.matches(key.getParams())) {
            return Optional.of(SignatureScheme.ECDSA_SECP256R1_SHA256);
        }
        if (NistCurve.P384.matches(key.getParams())) {
            return Optional.of(SignatureScheme.ECDSA_SECP384R1_SHA384);
        }
        if (NistCurve.P521.matches(key.getParams())) {
            return Optional.of(SignatureScheme.ECDSA_SECP521R1_SHA512);
        }
        return Optional.empty();
    }

    private static Signature of(SignatureScheme scheme) throws GeneralSecurityException {
        Optional<PssScheme> pss = PssScheme.of(scheme);
        if (pss.isPresent()) {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(pss.get().parameters());
            return signature;
        }
        Optional<MlDsaScheme> mlDsa = MlDsaScheme.of(scheme);
        if (mlDsa.isPresent()) {
            return Signature.getInstance(mlDsa.get().jcaName());
        }
        return switch (scheme.code()) {
            case 0x0403 -> Signature.getInstance("SHA256withECDSA");
            case 0x0503 -> Signature.getInstance("SHA384withECDSA");
            case 0x0603 -> Signature.getInstance("SHA512withECDSA");
            case 0x0807 -> Signature.getInstance("Ed25519");
            default -> throw new UnsupportedOperationException("no signatures with " + scheme);
        };
    }

    private record Key(PrivateKey key, List<SignatureScheme> schemes) implements SigningKey {
        @Override
        public byte[] sign(SignatureScheme scheme, byte[] content, RandomSource random) {
            try {
                Signature signature = of(scheme);
                signature.initSign(key, random.asSecureRandom());
                signature.update(content);
                return signature.sign();
            } catch (GeneralSecurityException refused) {
                throw new IllegalStateException("the private key refused to sign with " + scheme, refused);
            }
        }
    }
}
