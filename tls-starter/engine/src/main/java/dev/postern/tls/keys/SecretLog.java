package dev.postern.tls.keys;

import dev.postern.tls.config.KeyLog;
import dev.postern.tls.crypto.spi.Secret;

/// The key log of one connection. It travels down the key schedule, so that each secret is logged where it is derived and none is
/// forgotten.
public final class SecretLog {
    public static final SecretLog OFF = new SecretLog(KeyLog.OFF, new byte[0]);

    private final KeyLog log;
    private final byte[] clientRandom;

    /// @param clientRandom ClientHello.random, which names the connection in the log
    public SecretLog(KeyLog log, byte[] clientRandom) {
        this.log = log;
        this.clientRandom = clientRandom.clone();
    }

    Secret record(SecretLabel label, Secret secret) {
        log.log(label.name(), clientRandom.clone(), secret);
        return secret;
    }
}
