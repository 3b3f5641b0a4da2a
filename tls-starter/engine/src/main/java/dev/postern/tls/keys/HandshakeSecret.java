package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The second stage of the key schedule (RFC 9846 7.1): the key exchange is in it. Made by [EarlySecret#advance].
public final class HandshakeSecret {
    private final KeySchedulePrimitives primitives;
    private final SecretLog log;
    private final Secret secret;

    HandshakeSecret(KeySchedulePrimitives primitives, SecretLog log, Secret secret) {
        this.primitives = primitives;
        this.log = log;
        this.secret = secret;
    }

    /// @param helloHash the transcript up to and with ServerHello
    public TrafficSecret clientTraffic(byte[] helloHash) {
        return traffic(SecretLabel.CLIENT_HANDSHAKE_TRAFFIC_SECRET, "c hs traffic", helloHash);
    }

    /// @param helloHash the transcript up to and with ServerHello
    public TrafficSecret serverTraffic(byte[] helloHash) {
        return traffic(SecretLabel.SERVER_HANDSHAKE_TRAFFIC_SECRET, "s hs traffic", helloHash);
    }

    /// The last stage. Wipes this one; the traffic secrets made here live on for Finished.
    public MainSecret advance() {
        Secret salt = HkdfLabel.derive(primitives, secret, "derived", EmptyHash.of(primitives));
        Secret next = primitives.extract(salt.expose(), new byte[primitives.hash().lengthBytes()]);
        salt.destroy();
        destroy();
        return new MainSecret(primitives, log, next);
    }

    public void destroy() {
        secret.destroy();
    }

    private TrafficSecret traffic(SecretLabel name, String label, byte[] helloHash) {
        return new TrafficSecret(primitives,
                log.record(name, HkdfLabel.derive(primitives, secret, label, helloHash)));
    }
}
