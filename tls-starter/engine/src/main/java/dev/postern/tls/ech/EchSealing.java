package dev.postern.tls.ech;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;

import java.util.Optional;

/// A client's HPKE context for one connection: it seals the first inner hello, and the second after a HelloRetryRequest.
public final class EchSealing {
    private final EchConfig config;
    private final HpkeSuite suite;
    private final Hpke.Sender sender;

    private EchSealing(EchConfig config, HpkeSuite suite, Hpke.Sender sender) {
        this.config = config;
        this.suite = suite;
        this.sender = sender;
    }

    /// With the first configuration that can be used; empty when none can.
    public static Optional<EchSealing> of(EchConfigList configs, CryptoProvider crypto, RandomSource random) {
        return configs.configs().stream()
                .flatMap(config -> config.usableSuite(crypto).flatMap(suite -> with(config, suite, crypto, random))
                        .stream())
                .findFirst();
    }

    private static Optional<EchSealing> with(EchConfig config, HpkeSuite suite, CryptoProvider crypto,
            RandomSource random) {
        return crypto.hpke(suite).sender(config.publicKey(), config.info(), random)
                .map(sender -> new EchSealing(config, suite, sender));
    }

    public EchConfig config() {
        return config;
    }

    public HpkeSuite hpkeSuite() {
        return suite;
    }

    /// Sent with the first hello only.
    public byte[] encapsulated() {
        return sender.encapsulated();
    }

    /// @param additionalData ClientHelloOuterAAD
    public byte[] seal(byte[] additionalData, byte[] encodedInner) {
        return sender.seal(additionalData, encodedInner);
    }
}
