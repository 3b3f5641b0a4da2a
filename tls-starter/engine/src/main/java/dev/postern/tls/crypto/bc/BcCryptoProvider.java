package dev.postern.tls.crypto.bc;

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
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.jcajce.provider.digest.SHA384;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// Everything from Bouncy Castle.
public final class BcCryptoProvider implements CryptoProvider {
    private static final Set<NamedGroup> GROUPS = Set.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1,
            NamedGroup.MLKEM768, NamedGroup.X25519MLKEM768);

    private final Set<SignatureScheme> schemes = new LinkedHashSet<>();

    public BcCryptoProvider() {
        schemes.add(SignatureScheme.ECDSA_SECP256R1_SHA256);
        schemes.add(SignatureScheme.ECDSA_SECP384R1_SHA384);
        schemes.add(SignatureScheme.ED25519);
        Arrays.stream(PssScheme.values()).map(PssScheme::scheme).forEach(schemes::add);
    }

    @Override
    public String name() {
        return "bc";
    }

    @Override
    public Set<AeadAlgorithm> aeads() {
        return Set.of(AeadAlgorithm.values());
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        return new BcAead(algorithm, key);
    }

    @Override
    public Set<NamedGroup> groups() {
        return GROUPS;
    }

    @Override
    public KeyExchange keyExchange(NamedGroup group, RandomSource random) {
        return switch (group.code()) {
            case 0x0017 -> new BcEcdh(BcCurve.P256, random);
            case 0x0018 -> new BcEcdh(BcCurve.P384, random);
            case 0x001d -> new BcX25519(random);
            case 0x0201 -> new BcMlKem(random);
            case 0x11ec -> new HybridKeyExchange(new BcMlKem(random), new BcX25519(random));
            default -> throw new UnsupportedOperationException("no key exchange with " + group);
        };
    }

    @Override
    public KeySchedulePrimitives keySchedule(HashAlgorithm hash) {
        return new DigestKeySchedule(hash, digest(hash));
    }

    @Override
    public MessageDigest digest(HashAlgorithm hash) {
        return switch (hash) {
            case SHA256 -> new SHA256.Digest();
            case SHA384 -> new SHA384.Digest();
        };
    }

    @Override
    public Set<SignatureScheme> signatureSchemes() {
        return Set.copyOf(schemes);
    }

    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        return BcSignatures.signingKey(key, publicKey);
    }

    @Override
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return BcSignatures.verify(scheme, key, content, signature);
    }
}
