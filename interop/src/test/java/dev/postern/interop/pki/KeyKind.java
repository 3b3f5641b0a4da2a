package dev.postern.interop.pki;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
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

    private final String algorithm;
    private final String parameters;

    KeyKind(String algorithm, String parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        switch (this) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> generator.initialize(new ECGenParameterSpec(parameters));
            case RSA, RSA_PSS -> generator.initialize(Integer.parseInt(parameters));
            case ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> {
            }
        }
        return generator.generateKeyPair();
    }

    /// PKCS #8, for peers.
    byte[] encode(KeyPair pair) throws IOException {
        return switch (this) {
            case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> withPublicKey(pair);
            case RSA, RSA_PSS, ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 -> pair.getPrivate().getEncoded();
        };
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
