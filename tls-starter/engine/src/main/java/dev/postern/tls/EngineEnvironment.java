package dev.postern.tls;

import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.TimeSource;

/// What an engine takes from outside: cryptography, randomness, time, and its bounds. Shared by many engines.
public record EngineEnvironment(CryptoProvider crypto, RandomSource random, TimeSource time, Limits limits) {}
