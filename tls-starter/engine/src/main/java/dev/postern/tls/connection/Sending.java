package dev.postern.tls.connection;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordWriter;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/// Our direction: the flight that is being put together, the keys, and when they are updated (RFC 9846 4.7.3, 5.5).
final class Sending {
    /// RFC 9846 4.7.3: sending implementations MUST NOT allow the number of key updates to exceed 2^48-1
    private static final long LAST_GENERATION = (1L << 48) - 1;

    private final CryptoProvider crypto;
    private final RecordWriter writer;
    private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
    private @Nullable TrafficSecret application;
    private @Nullable AeadAlgorithm aead;
    private long generation;
    private boolean replyDue;
    private boolean requestOutstanding;

    Sending(EngineEnvironment environment) {
        this(environment, 0);
    }

    /// @param generation how many updates there were already
    Sending(EngineEnvironment environment, long generation) {
        this.generation = generation;
        this.crypto = environment.crypto();
        this.writer = new RecordWriter(environment.limits());
    }

    void shape(RecordPolicy policy) {
        writer.shape(policy);
    }

    void limitRecords(int innerPlaintextBytes) {
        writer.limitInnerPlaintext(innerPlaintextBytes);
    }

    void handshake(byte[] message) {
        flight.writeBytes(message);
    }

    void flush(TlsOutput out) {
        if (flight.size() > 0) {
            writer.handshake(flight.toByteArray(), out);
            flight.reset();
        }
    }

    void firstClientHello(byte[] message, TlsOutput out) {
        writer.firstClientHello(message, out);
    }

    void changeCipherSpec(TlsOutput out) {
        flush(out);
        writer.changeCipherSpec(out);
    }

    /// Drops a flight that is not complete: nobody can use half of one.
    void alert(AlertDescription description, TlsOutput out) {
        flight.reset();
        writer.alert(description, out);
    }

    void install(Epoch epoch, TrafficSecret secret, AeadAlgorithm algorithm, TlsOutput out) {
        flush(out);
        writer.protect(RecordProtection.of(crypto, secret.keys(algorithm)));
        if (epoch == Epoch.APPLICATION) {
            application = secret;
            aead = algorithm;
        }
    }

    void remove(TlsOutput out) {
        flush(out);
        writer.unprotect();
    }

    void applicationData(byte[] in, int offset, int length, TlsOutput out) {
        if (replyDue) {
            // RFC 9846 4.7.3: MUST send a KeyUpdate of its own prior to sending its next Application Data record
            update(false, out);
        }
        int sent = 0;
        while (sent < length) {
            if (writer.isKeyUpdateDue() && canUpdate()) {
                // RFC 9846 5.5: MUST do a key update prior to reaching these limits
                update(false, out);
            }
            int piece = Math.min(length - sent, sendableUntilUpdate());
            writer.applicationData(in, offset + sent, piece, out);
            sent += piece;
        }
    }

    /// How much of this may still be protected: all of it where the key can be updated, else what is left of the key.
    ///
    /// RFC 9846 5.5: there is no KeyUpdate for early data, so implementations MUST NOT exceed the limits when sending it.
    int sendable(int lengthBytes) {
        return canUpdate() ? lengthBytes : Math.min(lengthBytes, sendableUntilUpdate());
    }

    private boolean canUpdate() {
        return application != null && generation < LAST_GENERATION;
    }

    private int sendableUntilUpdate() {
        long records = writer.recordsUntilKeyUpdate();
        int fragmentBytes = writer.fragmentBytes();
        return records > Integer.MAX_VALUE / fragmentBytes ? Integer.MAX_VALUE : (int) records * fragmentBytes;
    }

    /// @param askPeer asked only when no earlier request is still unanswered
    void updateKeys(boolean askPeer, TlsOutput out) {
        boolean request = askPeer && !requestOutstanding;
        update(request, out);
        requestOutstanding |= request;
    }

    /// A KeyUpdate of the peer arrived. However many ask for a reply while we are silent, they get one.
    void peerUpdated(boolean replyWanted) {
        requestOutstanding = false;
        replyDue |= replyWanted;
    }

    private void update(boolean request, TlsOutput out) {
        TrafficSecret old = application;
        AeadAlgorithm algorithm = aead;
        if (old == null || algorithm == null || !canUpdate()) {
            // RFC 9846 4.7.3: at the limit it MUST NOT send its own KeyUpdate and SHOULD ignore update_requested
            return;
        }
        writer.handshake(new KeyUpdate(request).toByteArray(), out);
        TrafficSecret next = old.next();
        writer.protect(RecordProtection.of(crypto, next.keys(algorithm)));
        application = next;
        generation++;
        replyDue = false;
    }

    void wipe() {
        writer.destroy();
        flight.reset();
        if (application != null) {
            application.destroy();
        }
    }
}
