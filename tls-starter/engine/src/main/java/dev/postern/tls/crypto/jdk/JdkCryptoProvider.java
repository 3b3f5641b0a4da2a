package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CompleteCryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.MlKemParameters;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;

/// Everything from the JDK.
public final class JdkCryptoProvider extends CompleteCryptoProvider {
    /// Cloned for each use, which spares the search through the security providers.
    private final MessageDigest sha256 = newDigest(HashAlgorithm.SHA256);
    private final MessageDigest sha384 = newDigest(HashAlgorithm.SHA384);

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        return new JdkAead(algorithm, key);
    }

    @Override
    protected KeyExchange p256(RandomSource random) {
        return new JdkEcdh(NistCurve.P256, random);
    }

    @Override
    protected KeyExchange p384(RandomSource random) {
        return new JdkEcdh(NistCurve.P384, random);
    }

    @Override
    protected KeyExchange p521(RandomSource random) {
        return new JdkEcdh(NistCurve.P521, random);
    }

    @Override
    protected KeyExchange x25519(RandomSource random) {
        return new JdkX25519(random);
    }

    @Override
    protected KeyExchange mlKem(MlKemParameters parameters, RandomSource random) {
        return new JdkMlKem(parameters, random);
    }

    @Override
    public MessageDigest digest(HashAlgorithm hash) {
        try {
            return (MessageDigest) switch (hash) {
                case SHA256 -> sha256.clone();
                case SHA384 -> sha384.clone();
            };
        } catch (CloneNotSupportedException hardware) {
            return newDigest(hash);
        }
    }

    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        return JdkSignatures.signingKey(key, publicKey);
    }

    @Override
    public boolean fits(SignatureScheme scheme, PublicKey key) {
        return JdkSignatures.fits(scheme, key);
    }

    @Override
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return JdkSignatures.verify(scheme, key, content, signature);
    }

    private static MessageDigest newDigest(HashAlgorithm hash) {
        try {
            return MessageDigest.getInstance(hash.jcaName());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK has no " + hash.jcaName(), missing);
        }
    }
}
