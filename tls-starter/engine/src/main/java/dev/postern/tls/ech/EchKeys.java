package dev.postern.tls.ech;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;

import java.util.List;
import java.util.Optional;

/// Every key that clients may still use, the newest first. To rotate, make a new holder: a new key in front, those behind it
/// [EchKey#retired] until no client can have them cached any more.
public final class EchKeys {
    /// Encrypted Client Hello is off: an outer hello is all there is.
    public static final EchKeys NONE = new EchKeys(List.of());

    private static final int CONFIG_IDS = 256;

    private final List<EchKey> keys;

    private EchKeys(List<EchKey> keys) {
        this.keys = List.copyOf(keys);
    }

    public static EchKeys of(List<EchKey> keys) {
        return keys.isEmpty() ? NONE : new EchKeys(keys);
    }

    public List<EchKey> keys() {
        return keys;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /// A config_id that no key here has (RFC 9849 4.1), so that a hello is tried with one key only.
    ///
    /// @throws IllegalStateException when all are taken
    public int freeConfigId(RandomSource random) {
        int start = random.bytes(1)[0] & 0xff;
        for (int i = 0; i < CONFIG_IDS; i++) {
            int id = (start + i) % CONFIG_IDS;
            if (keys.stream().noneMatch(key -> key.config().configId() == id)) {
                return id;
            }
        }
        throw new IllegalStateException("every config_id is taken");
    }

    /// What to publish, and what a client that is refused is told; empty when no key is published.
    public Optional<EchConfigList> published() {
        List<EchConfig> configs = keys.stream().filter(EchKey::published).map(EchKey::config).toList();
        return configs.isEmpty() ? Optional.empty() : Optional.of(EchConfigList.of(configs));
    }

    /// Tries every key that the hello may mean (RFC 9849 7.1).
    ///
    /// @param additionalData ClientHelloOuterAAD
    /// @return empty when none opens it: a key that is gone, or GREASE
    public Optional<EchOpening> open(CryptoProvider crypto, int configId, int kdf, int aead, byte[] encapsulated,
            byte[] additionalData, byte[] payload) {
        for (EchKey key : keys) {
            HpkeSuite suite = new HpkeSuite(key.config().suites().getFirst().kem(), kdf, aead);
            if (key.config().configId() == configId && key.config().offers(suite)
                    && crypto.hpkeSuites().contains(suite)) {
                Optional<EchOpening> opening = crypto.hpke(suite)
                        .receiver(encapsulated, key.keyPair(), key.config().info())
                        .flatMap(receiver -> receiver.open(additionalData, payload)
                                .map(inner -> new EchOpening(configId, suite, receiver, inner)));
                if (opening.isPresent()) {
                    return opening;
                }
            }
        }
        return Optional.empty();
    }
}
