package dev.postern.tls.pair;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.CertificateShape;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.CryptoProvider;
import org.bouncycastle.asn1.x509.KeyUsage;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.List;

/// Self-signed certificates with fresh keys.
public final class TestCredentials {
    private static final int ROOM_FOR_THE_REST = 500;

    private TestCredentials() {}

    public static Credential p256(CryptoProvider crypto, String name) {
        return create(crypto, name, "EC", new ECGenParameterSpec("secp256r1"));
    }

    /// P-256, of a certificate that is valid at every [TestClock]'s time: a server resumes no session whose client's certificate has expired.
    public static Credential longLived(CryptoProvider crypto, String name) {
        KeyPair keys = CertificateShape.newKeys();
        CertificateChain chain = new CertificateChain(List.of(CertificateShape.of(name)
                .valid(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2046-01-01T00:00:00Z"))
                .selfSigned(keys)));
        return LocalSigner.credential(chain, keys.getPrivate(), crypto, new SecureRandom()::nextBytes);
    }

    public static Credential p384(CryptoProvider crypto, String name) {
        return create(crypto, name, "EC", new ECGenParameterSpec("secp384r1"));
    }

    public static Credential p521(CryptoProvider crypto, String name) {
        return create(crypto, name, "EC", new ECGenParameterSpec("secp521r1"));
    }

    public static Credential mlDsa44(CryptoProvider crypto, String name) {
        return create(crypto, name, "ML-DSA", NamedParameterSpec.ML_DSA_44);
    }

    public static Credential rsa(CryptoProvider crypto, String name) {
        return create(crypto, name, "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    }

    public static Credential ed25519(CryptoProvider crypto, String name) {
        return create(crypto, name, "Ed25519", null);
    }

    /// P-256, with a certificate as large as the limits let through, full of what takes the most memory when it is read.
    public static Credential ofShortestNames(CryptoProvider crypto) {
        KeyPair keys = CertificateShape.newKeys();
        CertificateChain chain = new CertificateChain(List.of(CertificateShape
                .ofShortestNames(Limits.DEFAULT.certificateMessageBytes() - ROOM_FOR_THE_REST).selfSigned(keys)));
        return LocalSigner.credential(chain, keys.getPrivate(), crypto, new SecureRandom()::nextBytes);
    }

    /// A bare P-256 key.
    public static Credential rawKey(CryptoProvider crypto) {
        KeyPair keys = CertificateShape.newKeys();
        return LocalSigner.credential(RawPublicKey.of(keys.getPublic()), keys.getPrivate(), crypto,
                new SecureRandom()::nextBytes);
    }

    /// A certificate in DER whose P-256 key is, so its Key Usage says, for key agreement alone.
    public static byte[] forKeyAgreement(String name) {
        try {
            return CertificateShape.of(name).usage(KeyUsage.keyAgreement).selfSigned(CertificateShape.newKeys())
                    .getEncoded();
        } catch (CertificateEncodingException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Credential create(CryptoProvider crypto, String name, String algorithm,
            AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            KeyPair keys = generator.generateKeyPair();
            CertificateChain chain = new CertificateChain(List.of(CertificateShape.of(name).selfSigned(keys)));
            return LocalSigner.credential(chain, keys.getPrivate(), crypto, new SecureRandom()::nextBytes);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
