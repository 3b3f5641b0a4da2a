package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.Secret;

/// The key log of one connection. It travels down the key schedule, so that each secret is logged where it is derived and none is
/// forgotten.
public final class SecretLog {
    public static final SecretLog OFF = new SecretLog((label, clientRandom, secret) -> {
    }, new byte[0]);

    private final Receiver receiver;
    private final byte[] clientRandom;

    /// @param clientRandom ClientHello.random, which names the connection in the log
    public SecretLog(Receiver receiver, byte[] clientRandom) {
        this.receiver = receiver;
        this.clientRandom = clientRandom.clone();
    }

    Secret record(SecretLabel label, Secret secret) {
        receiver.log(label.name(), clientRandom.clone(), secret);
        return secret;
    }

    /// Who is told. It is the `KeyLog` of a configuration; the keys know nothing of configurations.
    @FunctionalInterface
    public interface Receiver {
        void log(String label, byte[] clientRandom, Secret secret);
    }
}
