package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A provider that has everything the engine can use: what that is stands here, once.
public abstract class CompleteCryptoProvider implements CryptoProvider {
    /// In an order that is sensible for whoever lists them all.
    private static final Set<NamedGroup> GROUPS = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of(NamedGroup.X25519MLKEM768, NamedGroup.SECP256R1MLKEM768, NamedGroup.SECP384R1MLKEM1024,
                    NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1,
                    NamedGroup.MLKEM768, NamedGroup.MLKEM1024)));
    private static final Set<SignatureScheme> SCHEMES = schemes();

    private static Set<SignatureScheme> schemes() {
        Set<SignatureScheme> schemes = new LinkedHashSet<>();
        schemes.add(SignatureScheme.ECDSA_SECP256R1_SHA256);
        schemes.add(SignatureScheme.ECDSA_SECP384R1_SHA384);
        schemes.add(SignatureScheme.ECDSA_SECP521R1_SHA512);
        schemes.add(SignatureScheme.ED25519);
        Arrays.stream(PssScheme.values()).map(PssScheme::scheme).forEach(schemes::add);
        Arrays.stream(MlDsaScheme.values()).map(MlDsaScheme::scheme).forEach(schemes::add);
        return Collections.unmodifiableSet(schemes);
    }

    protected abstract KeyExchange p256(RandomSource random);

    protected abstract KeyExchange p384(RandomSource random);

    protected abstract KeyExchange p521(RandomSource random);

    protected abstract KeyExchange x25519(RandomSource random);

    protected abstract KeyExchange mlKem(MlKemParameters parameters, RandomSource random);

    @Override
    public final Set<AeadAlgorithm> aeads() {
        return Set.of(AeadAlgorithm.values());
    }

    @Override
    public final Set<NamedGroup> groups() {
        return GROUPS;
    }

    @Override
    public final KeyExchange keyExchange(NamedGroup group, RandomSource random) {
        return switch (group.code()) {
            case 0x0017 -> p256(random);
            case 0x0018 -> p384(random);
            case 0x0019 -> p521(random);
            case 0x001d -> x25519(random);
            case 0x0201 -> mlKem(MlKemParameters.ML_KEM_768, random);
            case 0x0202 -> mlKem(MlKemParameters.ML_KEM_1024, random);
            default -> HybridGroup.of(group).map(hybrid -> new HybridKeyExchange(hybrid,
                    keyExchange(hybrid.first(), random), keyExchange(hybrid.second(), random)))
                    .orElseThrow(() -> new UnsupportedOperationException("no key exchange with " + group));
        };
    }

    @Override
    public final KeySchedulePrimitives keySchedule(HashAlgorithm hash) {
        return new DigestKeySchedule(hash, digest(hash));
    }

    @Override
    public final Set<SignatureScheme> signatureSchemes() {
        return SCHEMES;
    }
}
