package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// A provider that has everything the engine can use: what that is stands here, once.
public abstract class CompleteCryptoProvider implements CryptoProvider {
    private static final Set<NamedGroup> GROUPS = Set.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1,
            NamedGroup.MLKEM768, NamedGroup.X25519MLKEM768);
    private static final Set<SignatureScheme> SCHEMES = schemes();

    private static Set<SignatureScheme> schemes() {
        Set<SignatureScheme> schemes = new LinkedHashSet<>();
        schemes.add(SignatureScheme.ECDSA_SECP256R1_SHA256);
        schemes.add(SignatureScheme.ECDSA_SECP384R1_SHA384);
        schemes.add(SignatureScheme.ED25519);
        Arrays.stream(PssScheme.values()).map(PssScheme::scheme).forEach(schemes::add);
        return Collections.unmodifiableSet(schemes);
    }

    protected abstract KeyExchange p256(RandomSource random);

    protected abstract KeyExchange p384(RandomSource random);

    protected abstract KeyExchange x25519(RandomSource random);

    protected abstract KeyExchange mlKem768(RandomSource random);

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
            case 0x001d -> x25519(random);
            case 0x0201 -> mlKem768(random);
            case 0x11ec -> new HybridKeyExchange(mlKem768(random), x25519(random));
            default -> throw new UnsupportedOperationException("no key exchange with " + group);
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
