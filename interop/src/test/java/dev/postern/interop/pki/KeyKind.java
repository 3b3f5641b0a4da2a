package dev.postern.interop.pki;

import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;

/// The key types of a certificate, each of which signs a handshake in its own way.
public enum KeyKind {
    ECDSA_P256("EC", "secp256r1"),
    ECDSA_P384("EC", "secp384r1"),
    ECDSA_P521("EC", "secp521r1"),
    /// `rsaEncryption`, which signs as `rsa_pss_rsae_*`.
    RSA("RSA", "2048"),
    /// `id-RSASSA-PSS`, which signs as `rsa_pss_pss_*`.
    RSA_PSS("RSASSA-PSS", "2048"),
    ED25519("Ed25519", ""),
    ML_DSA_44("ML-DSA-44", ""),
    ML_DSA_65("ML-DSA-65", ""),
    ML_DSA_87("ML-DSA-87", "");

    /// What the servers of the web have.
    public static final List<KeyKind> COMMON = List.of(ECDSA_P256, ECDSA_P384, RSA, RSA_PSS, ED25519);
    /// All but ML-DSA, which few peers know yet.
    public static final List<KeyKind> CLASSICAL = List.of(ECDSA_P256, ECDSA_P384, ECDSA_P521, RSA, RSA_PSS, ED25519);
    /// All of them.
    public static final List<KeyKind> ALL = List.of(values());

    private static final int ML_DSA_SEED_BYTES = 32;

    private final String algorithm;
    private final String parameters;

    KeyKind(String algorithm, String parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /// A new key.
    ///
    /// @param pair   for our engine
    /// @param pkcs8  for peers
    record MadeKey(KeyPair pair, byte[] pkcs8) {}

    MadeKey generate() throws GeneralSecurityException, IOException {
        return switch (this) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> {
                KeyPair pair = pair(new ECGenParameterSpec(parameters));
                yield new MadeKey(pair, withPublicKey(pair));
            }
            case RSA, RSA_PSS -> asEncoded(
                    pair(new RSAKeyGenParameterSpec(Integer.parseInt(parameters), RSAKeyGenParameterSpec.F4)));
            case ED25519 -> asEncoded(KeyPairGenerator.getInstance(algorithm).generateKeyPair());
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> fromSeed();
        };
    }

    private KeyPair pair(AlgorithmParameterSpec spec) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(spec);
        return generator.generateKeyPair();
    }

    private static MadeKey asEncoded(KeyPair pair) {
        return new MadeKey(pair, pair.getPrivate().getEncoded());
    }

    /// BoringSSL reads such a key only as the seed that it was made from, of which the JDK keeps nothing; so its random source is ours.
    private MadeKey fromSeed() throws GeneralSecurityException, IOException {
        byte[] seed = new byte[ML_DSA_SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(new NamedParameterSpec(algorithm), new OnlyThis(seed));
        KeyPair pair = generator.generateKeyPair();
        PrivateKeyInfo expanded = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        PrivateKeyInfo compact = new PrivateKeyInfo(expanded.getPrivateKeyAlgorithm(),
                new DERTaggedObject(false, 0, new DEROctetString(seed)));
        return new MadeKey(pair, compact.getEncoded());
    }

    /// A source of randomness that has one thing to say.
    private static final class OnlyThis extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] seed;

        OnlyThis(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("a key of %d random bytes".formatted(bytes.length));
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }

    /// GnuTLS reads an elliptic curve key only with its public half inside, which the JDK leaves out.
    private static byte[] withPublicKey(KeyPair pair) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        SubjectPublicKeyInfo publicInfo = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        int bits = ((ECKey) pair.getPrivate()).getParams().getOrder().bitLength();
        ECPrivateKey whole = new ECPrivateKey(bits, ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS(),
                publicInfo.getPublicKeyData(), null);
        return new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), whole).getEncoded();
    }
}
