package dev.postern.tls.connection;

import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordReader;
import org.jspecify.annotations.Nullable;

/// The peer's direction: its keys, and its key updates (RFC 9846 4.7.3).
final class Receiving {
    private static final MessageBounds NO_EXTENSIONS = new MessageBounds(0, 0, 0, 0);

    private final CryptoProvider crypto;
    private final RecordReader reader;
    private @Nullable TrafficSecret application;
    private @Nullable AeadAlgorithm aead;
    private long generation;

    Receiving(CryptoProvider crypto, RecordReader reader) {
        this(crypto, reader, 0);
    }

    /// @param generation how many updates there were already
    Receiving(CryptoProvider crypto, RecordReader reader, long generation) {
        this.generation = generation;
        this.crypto = crypto;
        this.reader = reader;
    }

    void install(Epoch epoch, TrafficSecret secret, AeadAlgorithm algorithm) {
        reader.install(epoch, RecordProtection.of(crypto, secret.keys(algorithm)), reader.boundary());
        if (epoch == Epoch.APPLICATION) {
            application = secret;
            aead = algorithm;
        }
    }

    void openEarlyData(long maxBytes, TrafficSecret secret, AeadAlgorithm algorithm) {
        reader.openEarlyData(maxBytes, RecordProtection.of(crypto, secret.keys(algorithm)), reader.boundary());
    }

    /// @return whether the peer wants us to update too
    boolean keyUpdate(HandshakeBytes bytes) {
        KeyUpdate message = (KeyUpdate) HandshakeMessage.read(bytes.message(), NO_EXTENSIONS);
        TrafficSecret old = application;
        AeadAlgorithm algorithm = aead;
        if (old == null || algorithm == null) {
            throw new IllegalStateException("a KeyUpdate before application keys");
        }
        // RFC 9846 4.7.3: receiving implementations MUST NOT enforce the limit of 2^48-1 updates
        generation++;
        install(Epoch.APPLICATION, old.next(), algorithm);
        return message.updateRequested();
    }

    /// How often the peer updated its key.
    long generation() {
        return generation;
    }

    void wipe() {
        reader.destroy();
        if (application != null) {
            application.destroy();
        }
    }
}
