package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The last stage of the key schedule (RFC 9846 7.1). Made by [HandshakeSecret#advance]; wiped by its owner once the resumption secret is
/// out, after the client's Finished.
///
/// RFC 9846 renamed "master" to "main" and kept the labels on the wire.
public final class MainSecret {
    private final KeySchedulePrimitives primitives;
    private final SecretLog log;
    private final Secret secret;

    MainSecret(KeySchedulePrimitives primitives, SecretLog log, Secret secret) {
        this.primitives = primitives;
        this.log = log;
        this.secret = secret;
    }

    /// @param finishedHash the transcript up to and with the server's Finished
    public TrafficSecret clientTraffic(byte[] finishedHash) {
        return new TrafficSecret(primitives,
                derive(SecretLabel.CLIENT_TRAFFIC_SECRET_0, "c ap traffic", finishedHash));
    }

    /// @param finishedHash the transcript up to and with the server's Finished
    public TrafficSecret serverTraffic(byte[] finishedHash) {
        return new TrafficSecret(primitives,
                derive(SecretLabel.SERVER_TRAFFIC_SECRET_0, "s ap traffic", finishedHash));
    }

    /// @param finishedHash the transcript up to and with the server's Finished
    public Exporter exporter(byte[] finishedHash) {
        return new Exporter(primitives, derive(SecretLabel.EXPORTER_SECRET, "exp master", finishedHash));
    }

    /// @param finishedHash the transcript up to and with the client's Finished
    public ResumptionSecret resumption(byte[] finishedHash) {
        return new ResumptionSecret(primitives, HkdfLabel.derive(primitives, secret, "res master", finishedHash));
    }

    public void destroy() {
        secret.destroy();
    }

    private Secret derive(SecretLabel name, String label, byte[] finishedHash) {
        return log.record(name, HkdfLabel.derive(primitives, secret, label, finishedHash));
    }
}
