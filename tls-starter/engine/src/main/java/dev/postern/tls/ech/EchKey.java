package dev.postern.tls.ech;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import java.util.List;

/// A configuration with its private key, as a server has it.
///
/// @param published whether a client that is refused is told to use it; false for one that is on its way out
public record EchKey(EchConfig config, Secret privateKey, boolean published) {

    /// Makes a new key for X25519 and every AEAD.
    ///
    /// @param configId          0 to 255; see [EchKeys#freeConfigId]
    /// @param publicName        a DNS name that this server has a certificate for
    /// @param maximumNameLength the longest of the names to hide
    public static EchKey generate(CryptoProvider crypto, RandomSource random, int configId, String publicName,
            int maximumNameLength) {
        List<HpkeSuite> suites = List.of(
                new HpkeSuite(HpkeSuite.KEM_X25519, HpkeSuite.KDF_HKDF_SHA256, HpkeSuite.AEAD_AES_128_GCM),
                new HpkeSuite(HpkeSuite.KEM_X25519, HpkeSuite.KDF_HKDF_SHA256, HpkeSuite.AEAD_AES_256_GCM),
                new HpkeSuite(HpkeSuite.KEM_X25519, HpkeSuite.KDF_HKDF_SHA256, HpkeSuite.AEAD_CHACHA20_POLY1305));
        Hpke.KeyPair pair = crypto.hpke(suites.getFirst()).generate(random);
        return new EchKey(EchConfig.of(configId, pair.publicKey(), suites, maximumNameLength, publicName),
                pair.privateKey(), true);
    }

    /// The same key, which still opens what clients seal with it, but which no client is told of any more.
    public EchKey retired() {
        return new EchKey(config, privateKey, false);
    }

    Hpke.KeyPair keyPair() {
        return new Hpke.KeyPair(config.publicKey(), privateKey);
    }
}
