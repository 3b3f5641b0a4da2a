package dev.postern.interop.engine;

import dev.postern.interop.pki.Identity;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.SigningKey;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How our engine is set up for these tests: as a product would.
public final class Engines {
    private static final CryptoProvider CRYPTO = CryptoProviders.fastest();
    private static final RandomSource RANDOM = new SecureRandom()::nextBytes;

    private Engines() {}

    public static CryptoProvider crypto() {
        return CRYPTO;
    }

    static EngineEnvironment environment(TimeSource time) {
        return new EngineEnvironment(CRYPTO, RANDOM, time, Limits.DEFAULT);
    }

    /// A key for Encrypted Client Hello behind this public name.
    public static EchKey echKey(String publicName) {
        return EchKey.generate(CRYPTO, RANDOM, EchKeys.NONE.freeConfigId(RANDOM), publicName, 64);
    }

    /// The key of the identity, without its certificate.
    public static Credential rawKey(Identity identity) {
        return LocalSigner.credential(RawPublicKey.of(identity.certificate().getPublicKey()), identity.key(), CRYPTO,
                RANDOM);
    }

    /// The identity in the form that our engine presents.
    public static Credential credential(Identity identity) {
        try {
            SigningKey key = CRYPTO.signingKey(identity.key(), identity.certificate().getPublicKey());
            return new Credential(new CertificateChain(List.of(identity.certificate())), key.schemes(),
                    (scheme, content) -> CompletableFuture.completedFuture(key.sign(scheme, content, RANDOM)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("our provider cannot sign with the key of " + identity.name(), e);
        }
    }
}
