package dev.postern.tls.config;

import dev.postern.tls.crypto.spi.Secret;

/// Receives the secrets of a connection for a debugger (RFC 9850). Whoever has them reads everything: never on by default.
@FunctionalInterface
public interface KeyLog {
    KeyLog OFF = (label, clientRandom, secret) -> {
    };

    /// @param label        as in RFC 9850, for example `CLIENT_EARLY_TRAFFIC_SECRET`
    /// @param clientRandom the 32 bytes of ClientHello.random
    /// @param secret       valid only during the call
    void log(String label, byte[] clientRandom, Secret secret);
}
