package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.Secret;

/// Key and IV of one direction and epoch (RFC 9846 7.3).
public record TrafficKeys(AeadAlgorithm algorithm, Secret key, Secret iv) {
    public void destroy() {
        key.destroy();
        iv.destroy();
    }
}
