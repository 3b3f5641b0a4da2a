package dev.postern.tls.keys;

import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;

/// The first stage of the key schedule (RFC 9846 7.1): what a PSK gives before any key exchange.
public final class EarlySecret {
    private final KeySchedulePrimitives primitives;
    private final SecretLog log;
    private final Secret secret;

    private EarlySecret(KeySchedulePrimitives primitives, SecretLog log, Secret secret) {
        this.primitives = primitives;
        this.log = log;
        this.secret = secret;
    }

    /// @param psk stays the caller's, who wipes it
    public static EarlySecret withPsk(KeySchedulePrimitives primitives, Secret psk, SecretLog log) {
        byte[] zeros = new byte[primitives.hash().lengthBytes()];
        return new EarlySecret(primitives, log, primitives.extract(zeros, psk.expose()));
    }

    /// RFC 9846 7.1: if PSK is not in use, Early Secret will still be HKDF-Extract(0, 0).
    public static EarlySecret withoutPsk(KeySchedulePrimitives primitives, SecretLog log) {
        byte[] zeros = new byte[primitives.hash().lengthBytes()];
        return new EarlySecret(primitives, log, primitives.extract(zeros, zeros));
    }

    /// The binder of a resumption PSK.
    ///
    /// @param partialHash the transcript up to and with the ClientHello without its binders (RFC 9846 4.3.11.2)
    public byte[] resumptionBinder(byte[] partialHash) {
        return binder("res binder", partialHash);
    }

    /// The binder of a PSK that was agreed outside of TLS, as it is or imported.
    ///
    /// @param partialHash the transcript up to and with the ClientHello without its binders (RFC 9846 4.3.11.2)
    public byte[] externalBinder(boolean imported, byte[] partialHash) {
        return imported ? importedBinder(partialHash) : externalBinder(partialHash);
    }

    /// The binder of a PSK that was agreed outside of TLS and is used as it is; its label keeps one kind from being taken for the other.
    public byte[] externalBinder(byte[] partialHash) {
        return binder("ext binder", partialHash);
    }

    /// The binder of an imported PSK (RFC 9258 5.2).
    public byte[] importedBinder(byte[] partialHash) {
        return binder("imp binder", partialHash);
    }

    /// @param helloHash the transcript up to and with ClientHello
    public TrafficSecret clientTraffic(byte[] helloHash) {
        return new TrafficSecret(primitives, log.record(SecretLabel.CLIENT_EARLY_TRAFFIC_SECRET,
                HkdfLabel.derive(primitives, secret, "c e traffic", helloHash)));
    }

    /// @param helloHash the transcript up to and with ClientHello
    public Exporter exporter(byte[] helloHash) {
        // RFC 9846 7.1: the labels use "master" although the values are called "main"
        return new Exporter(primitives, log.record(SecretLabel.EARLY_EXPORTER_SECRET,
                HkdfLabel.derive(primitives, secret, "e exp master", helloHash)));
    }

    /// The next stage. Wipes this one and the shared secret.
    public HandshakeSecret advance(Secret sharedSecret) {
        Secret salt = HkdfLabel.derive(primitives, secret, "derived", EmptyHash.of(primitives));
        Secret next = primitives.extract(salt.expose(), sharedSecret.expose());
        salt.destroy();
        sharedSecret.destroy();
        destroy();
        return new HandshakeSecret(primitives, log, next);
    }

    /// Idempotent. A stage that was left cannot be used again.
    public void destroy() {
        secret.destroy();
    }

    private byte[] binder(String label, byte[] partialHash) {
        Secret binderKey = HkdfLabel.derive(primitives, secret, label, EmptyHash.of(primitives));
        Secret finishedKey = FinishedKey.of(primitives, binderKey);
        byte[] binder = primitives.hmac(finishedKey, partialHash);
        binderKey.destroy();
        finishedKey.destroy();
        return binder;
    }
}
