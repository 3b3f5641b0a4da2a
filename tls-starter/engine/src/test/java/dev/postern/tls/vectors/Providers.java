package dev.postern.tls.vectors;

import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;

import java.util.stream.Stream;

/// Whoever may compute for the engine.
final class Providers {
    private Providers() {}

    static Stream<CryptoProvider> all() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle(), CryptoProviders.fastest());
    }
}
