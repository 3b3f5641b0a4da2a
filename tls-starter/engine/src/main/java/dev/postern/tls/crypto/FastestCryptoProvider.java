package dev.postern.tls.crypto;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.HybridGroup;
import dev.postern.tls.crypto.spi.HybridKeyExchange;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.MlDsaScheme;
import dev.postern.tls.crypto.spi.PssScheme;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.SigningKey;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The JDK where it is fast, Bouncy Castle where it is not, chosen by measurement (`benchmarks/results`).
///
/// | primitive | from | because |
/// | --- | --- | --- |
/// | AES-GCM, ChaCha20-Poly1305, hashes | JDK | intrinsics: ten to a hundred times Bouncy Castle |
/// | ML-KEM, ML-DSA | JDK | intrinsics: twice Bouncy Castle |
/// | RSASSA-PSS | JDK | intrinsic Montgomery multiplication |
/// | HPKE | Bouncy Castle | the JDK has none before version 26 |
/// | X25519, P-256, P-384, P-521, ECDSA, Ed25519 | Bouncy Castle | precomputed tables: two to eighteen times the JDK |
final class FastestCryptoProvider implements CryptoProvider {
    private final CryptoProvider jdk;
    private final CryptoProvider bouncyCastle;

    FastestCryptoProvider(CryptoProvider jdk, CryptoProvider bouncyCastle) {
        this.jdk = jdk;
        this.bouncyCastle = bouncyCastle;
    }

    @Override
    public String name() {
        return "fastest";
    }

    @Override
    public Map<String, String> assignments() {
        Map<String, String> assignments = new LinkedHashMap<>(jdk.assignments());
        groups().forEach(group -> assignments.put(group.toString(), assignment(group)));
        signatureSchemes().forEach(scheme -> assignments.put(scheme.toString(), verifier(scheme).name()));
        return assignments;
    }

    @Override
    public Set<AeadAlgorithm> aeads() {
        return jdk.aeads();
    }

    @Override
    public Aead aead(AeadAlgorithm algorithm, Secret key) {
        return jdk.aead(algorithm, key);
    }

    @Override
    public Set<NamedGroup> groups() {
        return bouncyCastle.groups();
    }

    @Override
    public KeyExchange keyExchange(NamedGroup group, RandomSource random) {
        return HybridGroup.of(group)
                .<KeyExchange>map(hybrid -> new HybridKeyExchange(hybrid, keyExchange(hybrid.first(), random),
                        keyExchange(hybrid.second(), random)))
                .orElseGet(() -> (isMlKem(group) ? jdk : bouncyCastle).keyExchange(group, random));
    }

    @Override
    public KeySchedulePrimitives keySchedule(HashAlgorithm hash) {
        return jdk.keySchedule(hash);
    }

    @Override
    public Set<HpkeSuite> hpkeSuites() {
        return bouncyCastle.hpkeSuites();
    }

    @Override
    public Hpke hpke(HpkeSuite suite) {
        return bouncyCastle.hpke(suite);
    }

    @Override
    public MessageDigest digest(HashAlgorithm hash) {
        return jdk.digest(hash);
    }

    @Override
    public Set<SignatureScheme> signatureSchemes() {
        return jdk.signatureSchemes();
    }

    /// A key that does not give out its bytes (a PKCS#11 token's) can be used by the JDK only, an ML-DSA key that is a seed not by every JDK.
    @Override
    public SigningKey signingKey(PrivateKey key, PublicKey publicKey) throws InvalidKeyException {
        if (publicKey.getAlgorithm().startsWith("RSA")) {
            return jdk.signingKey(key, publicKey);
        }
        boolean mlDsa = MlDsaScheme.of(publicKey).isPresent();
        try {
            return (mlDsa ? jdk : bouncyCastle).signingKey(key, publicKey);
        } catch (InvalidKeyException notByThisOne) {
            return (mlDsa ? bouncyCastle : jdk).signingKey(key, publicKey);
        }
    }

    @Override
    public boolean fits(SignatureScheme scheme, PublicKey key) {
        return verifier(scheme).fits(scheme, key);
    }

    @Override
    public boolean verify(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return verifier(scheme).verify(scheme, key, content, signature);
    }

    private CryptoProvider verifier(SignatureScheme scheme) {
        return PssScheme.of(scheme).isPresent() || MlDsaScheme.of(scheme).isPresent() ? jdk : bouncyCastle;
    }

    private static String assignment(NamedGroup group) {
        if (HybridGroup.of(group).isPresent()) {
            return "jdk+bc";
        }
        return isMlKem(group) ? "jdk" : "bc";
    }

    private static boolean isMlKem(NamedGroup group) {
        return group.equals(NamedGroup.MLKEM768) || group.equals(NamedGroup.MLKEM1024);
    }
}
