package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsSink;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The incoming direction of one connection: one record per call, over the caller's array.
///
/// | epoch | may arrive |
/// | --- | --- |
/// | PLAINTEXT | handshake, alert; change_cipher_spec once allowed; refused early data after HelloRetryRequest |
/// | EARLY_DATA | application data up to its limit, handshake, alert; change_cipher_spec |
/// | HANDSHAKE | handshake, alert; change_cipher_spec; refused early data; a plaintext alert as the very first record |
/// | APPLICATION | application data, handshake, alert |
public final class RecordReader {
    private static final int MAX_INNER_PLAINTEXT = RecordHeader.MAX_PLAINTEXT + 1;
    private static final byte[] NONE = {};

    private final Limits limits;
    private final HandshakeReassembler messages;
    private final AlertReader alerts;
    private final SkippedEarlyData skippedEarlyData;
    private Epoch epoch = Epoch.PLAINTEXT;
    private @Nullable RecordProtection protection;
    private boolean changeCipherSpecAllowed;
    private int idleRecords;
    private long records;
    private long earlyDataLimitBytes;
    private long earlyDataBytes;
    private int innerPlaintextLimit = MAX_INNER_PLAINTEXT;
    private int consumed;
    private int dataBytes;
    private byte[] scratch = NONE;

    public RecordReader(Limits limits) {
        this.limits = limits;
        this.messages = new HandshakeReassembler(limits);
        this.alerts = new AlertReader(limits);
        this.skippedEarlyData = new SkippedEarlyData(limits.skippedEarlyDataBytes());
    }

    /// Reads one record. Take all messages with [#nextMessage] before the next call.
    ///
    /// @param sink gets application data. Its array must not be `in`
    /// @throws TlsAlert for whatever ends the connection, the peer's own error alert included
    public Incoming read(byte[] in, int offset, int length, TlsSink sink) {
        consumed = 0;
        dataBytes = 0;
        if (!RecordHeader.isComplete(in, offset, length)) {
            return Incoming.INCOMPLETE;
        }
        int bodyLength = RecordHeader.bodyLength(in, offset);
        consumed = RecordHeader.BYTES + bodyLength;
        records++;
        return switch (RecordHeader.type(in, offset)) {
            case CHANGE_CIPHER_SPEC -> changeCipherSpec(in, offset + RecordHeader.BYTES, bodyLength);
            case ALERT -> plaintextAlert(in, offset + RecordHeader.BYTES, bodyLength);
            case HANDSHAKE -> plaintextHandshake(in, offset + RecordHeader.BYTES, bodyLength);
            case APPLICATION_DATA -> protectedRecord(in, offset, bodyLength, sink);
        };
    }

    /// How many bytes the last record took; 0 when it was incomplete.
    public int consumed() {
        return consumed;
    }

    /// How much application data the last record brought.
    public int dataBytes() {
        return dataBytes;
    }

    /// The next whole handshake message that has arrived.
    public Optional<HandshakeBytes> nextMessage() {
        return messages.next(epoch);
    }

    public Epoch epoch() {
        return epoch;
    }

    /// Early data received so far, as plaintext.
    public long earlyDataBytes() {
        return earlyDataBytes;
    }

    /// Whether more of it came than was allowed, which ended the connection.
    public boolean isOverEarlyDataLimit() {
        return earlyDataBytes > earlyDataLimitBytes;
    }

    /// Whether a handshake message has begun and is not complete, or is not taken yet.
    public boolean hasPendingHandshake() {
        return !messages.isEmpty();
    }

    /// Proof that the keys may change now.
    ///
    /// @throws TlsAlert `unexpected_message` when more handshake bytes came in the record before
    public RecordBoundary boundary() {
        // RFC 9846 5.1: handshake messages MUST NOT span key changes
        requireBoundary("handshake bytes left over at a change of keys");
        return new RecordBoundary(this, records);
    }

    /// The peer's flight ends here, and it is our turn.
    ///
    /// @throws TlsAlert `unexpected_message` when it goes on already
    public void requireEndOfFlight() {
        // RFC 9846 5.1: ClientHello and ServerHello MUST be sent in alignment with a record boundary
        requireBoundary("handshake bytes behind a message that waits for an answer");
    }

    private void requireBoundary(String otherwise) {
        if (!messages.isEmpty()) {
            throw unexpected(otherwise);
        }
    }

    /// New reading keys. The old ones are wiped.
    ///
    /// @param next      EARLY_DATA only through [#openEarlyData]
    /// @param boundary  from [#boundary], with no record read since
    public void install(Epoch next, RecordProtection keys, RecordBoundary boundary) {
        if (!boundary.isCurrent(this, records)) {
            throw new IllegalStateException("this boundary is not the one we stand on");
        }
        if (protection != null) {
            protection.destroy();
        }
        protection = keys;
        epoch = next;
        scratch = NONE;
        if (next == Epoch.APPLICATION) {
            // RFC 9846 5: change_cipher_spec only before the peer's Finished
            changeCipherSpecAllowed = false;
        }
    }

    /// Early data is accepted.
    ///
    /// @param limitBytes of plaintext, padding and content types not counted (RFC 9846 4.3.10)
    public void openEarlyData(long limitBytes, RecordProtection keys, RecordBoundary boundary) {
        earlyDataLimitBytes = limitBytes;
        install(Epoch.EARLY_DATA, keys, boundary);
    }

    /// Early data was offered and refused: it is passed over until something else arrives.
    public void skipEarlyData(EarlyDataSkip mode) {
        skippedEarlyData.begin(mode);
    }

    /// The first ClientHello was sent or received: change_cipher_spec may come from now on, until application keys are installed.
    public void allowChangeCipherSpec() {
        changeCipherSpecAllowed = true;
    }

    /// What the peer agreed to put into one protected record: content, type and padding (RFC 8449).
    public void limitInnerPlaintext(int bytes) {
        innerPlaintextLimit = Math.min(bytes, MAX_INNER_PLAINTEXT);
    }

    /// Wipes the keys and what is buffered.
    public void destroy() {
        if (protection != null) {
            protection.destroy();
        }
    }

    // RFC 9846 5: exactly one byte 0x01, between the first ClientHello and the peer's Finished, is dropped; any other aborts
    private Incoming changeCipherSpec(byte[] in, int at, int length) {
        if (!changeCipherSpecAllowed || length != 1 || in[at] != 1) {
            throw unexpected("change_cipher_spec that is not allowed here");
        }
        refuseInterleaving();
        return idle();
    }

    private Incoming plaintextAlert(byte[] in, int at, int length) {
        // A client that cannot use our ServerHello has no keys to say so with (RFC 9846 6: "as plaintext if no such key has been established")
        boolean firstUnderHandshakeKeys = epoch == Epoch.HANDSHAKE && protection != null && protection.records() == 0;
        if (epoch != Epoch.PLAINTEXT && !firstUnderHandshakeKeys) {
            throw unexpected("unprotected alert after keys were established");
        }
        refuseInterleaving();
        return alerts.read(in, at, length);
    }

    private Incoming plaintextHandshake(byte[] in, int at, int length) {
        if (epoch != Epoch.PLAINTEXT) {
            throw unexpected("unprotected handshake message after keys were established");
        }
        if (skippedEarlyData.is(EarlyDataSkip.OUTER_TYPE)) {
            skippedEarlyData.end();
        }
        return handshake(in, at, length);
    }

    private Incoming protectedRecord(byte[] in, int at, int bodyLength, TlsSink sink) {
        RecordProtection keys = protection;
        if (keys == null) {
            if (skippedEarlyData.is(EarlyDataSkip.OUTER_TYPE)) {
                return skippedEarlyData.skip(RecordHeader.BYTES + bodyLength);
            }
            throw unexpected("application data before keys were established");
        }
        byte[] target;
        int targetAt;
        int room = Math.max(0, bodyLength - AeadAlgorithm.TAG_BYTES);
        if (epoch == Epoch.HANDSHAKE || room == 0) {
            target = scratch(room);
            targetAt = 0;
        } else {
            target = sink.reserve(room);
            targetAt = sink.position();
        }
        int opened = keys.open(in, at, bodyLength, target, targetAt);
        if (opened < 0) {
            return notOpened(bodyLength);
        }
        if (skippedEarlyData.is(EarlyDataSkip.TRIAL_DECRYPTION)) {
            skippedEarlyData.end();
        }
        // Early data is under keys of an earlier handshake, in which our limit was not told (RFC 8449 4).
        if (opened > (epoch == Epoch.EARLY_DATA ? MAX_INNER_PLAINTEXT : innerPlaintextLimit)) {
            // RFC 9846 5.4: the full encoded TLSInnerPlaintext MUST NOT exceed 2^14 + 1 octets
            // RFC 8449 4: a record larger than the advertised limit: record_overflow
            throw new TlsAlert(AlertDescription.RECORD_OVERFLOW, Fault.PEER_MISBEHAVED,
                    "record with an inner plaintext of " + opened + " bytes");
        }
        return innerPlaintext(target, targetAt, opened, sink);
    }

    private Incoming notOpened(int bodyLength) {
        if (skippedEarlyData.is(EarlyDataSkip.TRIAL_DECRYPTION)) {
            return skippedEarlyData.skip(RecordHeader.BYTES + bodyLength);
        }
        // RFC 9846 5.2: if the decryption fails, terminate with bad_record_mac
        throw new TlsAlert(AlertDescription.BAD_RECORD_MAC, Fault.PEER_MISBEHAVED, "record does not open");
    }

    private Incoming innerPlaintext(byte[] content, int at, int length, TlsSink sink) {
        int end = at + length - 1;
        while (end >= at && content[end] == 0) {
            end--;
        }
        if (end < at) {
            // RFC 9846 5.4: no non-zero octet in the cleartext: unexpected_message
            throw unexpected("record of nothing but padding");
        }
        int contentBytes = end - at;
        return switch (content[end]) {
            case 21 -> {
                refuseInterleaving();
                yield alerts.read(content, at, contentBytes);
            }
            case 22 -> handshake(content, at, contentBytes);
            case 23 -> applicationData(contentBytes, sink);
            default -> throw unexpected("protected record of type " + (content[end] & 0xff));
        };
    }

    private Incoming handshake(byte[] content, int at, int length) {
        if (length == 0) {
            // RFC 9846 5.1: zero-length fragments of Handshake types MUST NOT be sent
            throw unexpected("empty handshake record");
        }
        progress();
        messages.add(content, at, length);
        return Incoming.HANDSHAKE;
    }

    private Incoming applicationData(int length, TlsSink sink) {
        refuseInterleaving();
        switch (epoch) {
            case PLAINTEXT, HANDSHAKE -> throw unexpected("application data before Finished");
            case EARLY_DATA -> countEarlyData(length);
            case APPLICATION -> {
            }
        }
        if (length == 0) {
            return idle();
        }
        progress();
        dataBytes = length;
        sink.commit(length, epoch == Epoch.EARLY_DATA ? DataKind.EARLY : DataKind.APPLICATION);
        return Incoming.APPLICATION_DATA;
    }

    private void countEarlyData(int length) {
        earlyDataBytes += length;
        if (earlyDataBytes > earlyDataLimitBytes) {
            // RFC 9846 4.3.10: more than max_early_data_size bytes of 0-RTT data: unexpected_message
            throw unexpected("more than " + earlyDataLimitBytes + " bytes of early data");
        }
    }

    // RFC 9846 5.1: if a handshake message is split over records, there MUST NOT be any other records between them
    private void refuseInterleaving() {
        if (!messages.isEmpty()) {
            throw unexpected("another record inside a handshake message");
        }
    }

    // Work without progress: a peer may pad, but not without end
    private Incoming idle() {
        if (++idleRecords > limits.emptyRecords()) {
            throw unexpected("more than " + limits.emptyRecords() + " records without content in a row");
        }
        return Incoming.NOTHING;
    }

    private void progress() {
        idleRecords = 0;
        alerts.reset();
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    private static TlsAlert unexpected(String sentence) {
        return new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED, sentence);
    }
}
