package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.event.TlsOutput;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The outgoing direction of one connection: cuts content into records and protects them, straight into the caller's memory.
public final class RecordWriter {
    private static final int LEGACY_VERSION = 0x0303;
    private static final int FIRST_HELLO_VERSION = 0x0301;
    private static final int OVERHEAD = RecordHeader.BYTES + 1 + AeadAlgorithm.TAG_BYTES;
    /// Records per reservation: enough to make it cheap, few enough that the caller's memory comes in pieces that a pool has.
    private static final int BATCH_RECORDS = 16;

    private final Limits limits;
    private @Nullable RecordProtection protection;
    private RecordPolicy policy = RecordPolicy.DEFAULT;
    private int innerPlaintextLimit = RecordHeader.MAX_PLAINTEXT + 1;
    /// Where padded records are put together; none without padding.
    private byte[] padded = new byte[0];

    public RecordWriter(Limits limits) {
        this.limits = limits;
    }

    /// How large and how full the records shall be.
    public void shape(RecordPolicy value) {
        policy = value;
    }

    /// What the peer is willing to receive in one protected record: content, type and padding (RFC 8449).
    public void limitInnerPlaintext(int bytes) {
        innerPlaintextLimit = Math.min(bytes, RecordHeader.MAX_PLAINTEXT + 1);
    }

    /// How much content one protected record carries at most.
    public int fragmentBytes() {
        return Math.min(policy.sendAtMostBytes(), innerPlaintextLimit - 1);
    }

    /// From here on everything but [#changeCipherSpec] is protected with these keys. The old ones are wiped.
    public void protect(RecordProtection keys) {
        unprotect();
        protection = keys;
    }

    /// Back to plaintext: a client whose early data was refused by a HelloRetryRequest sends its second ClientHello so.
    public void unprotect() {
        if (protection != null) {
            protection.destroy();
            protection = null;
        }
    }

    /// The first ClientHello. RFC 9846 5.1: its record SHOULD have version 0x0301, for old middleboxes.
    public void firstClientHello(byte[] message, TlsOutput out) {
        writePlain(ContentType.HANDSHAKE, FIRST_HELLO_VERSION, message, 0, message.length, out);
    }

    /// Whole messages, one or several: they share records as far as they fit. The last one ends on a record boundary, so that the keys may
    /// change behind it.
    public void handshake(byte[] messages, TlsOutput out) {
        handshake(messages, 0, messages.length, out);
    }

    public void handshake(byte[] messages, int offset, int length, TlsOutput out) {
        write(ContentType.HANDSHAKE, messages, offset, length, out);
    }

    public void alert(AlertDescription description, TlsOutput out) {
        // RFC 9846 6: close_notify with level warning, error alerts with level fatal; user_canceled generally with warning
        boolean warning = description == AlertDescription.CLOSE_NOTIFY || description == AlertDescription.USER_CANCELED;
        byte[] alert = {(byte) (warning ? 1 : 2), (byte) description.code()};
        write(ContentType.ALERT, alert, 0, alert.length, out);
    }

    /// RFC 9846 E.4: never protected, whatever keys there are.
    public void changeCipherSpec(TlsOutput out) {
        byte[] one = {1};
        writePlain(ContentType.CHANGE_CIPHER_SPEC, LEGACY_VERSION, one, 0, one.length, out);
    }

    /// @throws IllegalStateException without keys: application data never goes out unprotected
    public void applicationData(byte[] in, int offset, int length, TlsOutput out) {
        if (protection == null) {
            throw new IllegalStateException("application data needs keys");
        }
        writeProtected(protection, ContentType.APPLICATION_DATA, in, offset, length, out);
    }

    /// Whether the key should be updated before more is sent (RFC 9846 5.5).
    public boolean isKeyUpdateDue() {
        return recordsUntilKeyUpdate() == 0;
    }

    /// How many more records may be sent before a key update is due; [#applicationData] of a long piece must be cut here.
    public long recordsUntilKeyUpdate() {
        return protection == null ? Long.MAX_VALUE : protection.recordsUntilUpdate(limits.keyUpdateRecords());
    }

    /// Wipes the keys.
    public void destroy() {
        Arrays.fill(padded, (byte) 0);
        unprotect();
    }

    private void write(ContentType type, byte[] in, int offset, int length, TlsOutput out) {
        if (protection == null) {
            writePlain(type, LEGACY_VERSION, in, offset, length, out);
        } else {
            writeProtected(protection, type, in, offset, length, out);
        }
    }

    private void writePlain(ContentType type, int version, byte[] in, int offset, int length, TlsOutput out) {
        for (int done = 0; done < length;) {
            int fragment = Math.min(policy.sendAtMostBytes(), length - done);
            byte[] record = out.reserve(RecordHeader.BYTES + fragment);
            int at = out.position();
            RecordHeader.write(type, version, fragment, record, at);
            System.arraycopy(in, offset + done, record, at + RecordHeader.BYTES, fragment);
            out.commit(RecordHeader.BYTES + fragment);
            done += fragment;
        }
    }

    private void writeProtected(RecordProtection keys, ContentType type, byte[] in, int offset, int length,
            TlsOutput out) {
        int largest = fragmentBytes();
        int mostPadding = policy.padding().mostBytes();
        int done = 0;
        while (done < length) {
            int batch = Math.min(BATCH_RECORDS * largest, length - done);
            int recordCount = (batch + largest - 1) / largest;
            byte[] target = out.reserve(batch + recordCount * (OVERHEAD + mostPadding));
            int start = out.position();
            int at = start;
            for (int end = done + batch; done < end;) {
                int fragment = Math.min(largest, end - done);
                int padding = mostPadding == 0 ? 0 : policy.padding().after(fragment, innerPlaintextLimit);
                at += padding == 0
                        ? keys.seal(type.code, in, offset + done, fragment, target, at)
                        : sealPadded(keys, type, in, offset + done, fragment, padding, target, at);
                done += fragment;
            }
            out.commit(at - start);
        }
    }

    // RFC 9846 5.4: the padding is a string of zero-valued bytes appended to the ContentType field
    private int sealPadded(RecordProtection keys, ContentType type, byte[] in, int offset, int length, int padding,
            byte[] target, int at) {
        int innerBytes = length + 1 + padding;
        if (padded.length < innerBytes) {
            padded = new byte[innerBytes];
        }
        System.arraycopy(in, offset, padded, 0, length);
        padded[length] = (byte) type.code;
        Arrays.fill(padded, length + 1, innerBytes, (byte) 0);
        return keys.sealInner(padded, innerBytes, target, at);
    }
}
