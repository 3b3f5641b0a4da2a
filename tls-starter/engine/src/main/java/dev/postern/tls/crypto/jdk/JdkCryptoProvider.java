package dev.postern.tls.crypto.jdk;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.DigestKeySchedule;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.HybridKeyExchange;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.PssScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// Everything from the JDK.
public final class JdkCryptoProvider implements CryptoProvider {
    private static final Set<NamedGroup> GROUPS = Set.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1,
            NamedGroup.MLKEM768, NamedGroup.X25519MLKEM768);

    /// Cloned for each use, which spares the search through the security providers.
    private final MessageDigest sha256 = newDigest(HashAlgorithm.SHA256);
    private final MessageDigest sha384 = newDigest(HashAlgorithm.SHA384);
    private final Set<SignatureScheme> schemes = new LinkedHashSet<>();

    public JdkCryptoProvider() {
        schemes.add(SignatureScheme.ECDSA_SECP256R1_SHA256);
        schemes.add(SignatureScheme.ECDSA_SECP384R1_SHA384);
        schemes.add(SignatureScheme.ED25519);
        Arrays.stream(PssScheme.values()).map(PssScheme::scheme).forEach(schemes::add);
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public Set<AeadAlgorithm> aeads() {
        return Set.of(AeadAlgorithm.values());
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        return new JdkAead(algorithm, key);
    }

    @Override
    public Set<NamedGroup> groups() {
        return GROUPS;
    }

    @Override
    public KeyExchange keyExchange(NamedGroup group, RandomSource random) {
        return switch (group.code()) {
            case 0x0017 -> new JdkEcdh(NistCurve.P256, random);
            case 0x0018 -> new JdkEcdh(NistCurve.P384, random);
            case 0x001d -> new JdkX25519(random);
            case 0x0201 -> new JdkMlKem(random);
            case 0x11ec -> new HybridKeyExchange(new JdkMlKem(random), new JdkX25519(random));
            default -> throw new UnsupportedOperationException("no key exchange with " + group);
        };
    }

    @Override
    public KeySchedulePrimitives keySchedule(HashAlgorithm hash) {
        return new DigestKeySchedule(hash, digest(hash));
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
    public Set<SignatureScheme> signatureSchemes() {
        return Set.copyOf(schemes);
    }

    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        return JdkSignatures.signingKey(key, publicKey);
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
