package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.keys.TrafficKeys;

import java.util.Arrays;

/// Seals or opens the records of one direction under one key (RFC 9846 5.2, 5.3). Allocates nothing per record.
public final class RecordProtection {
    private static final int VERSION = 0x0303;
    private static final int SEQUENCE_AT = AeadAlgorithm.NONCE_BYTES - Long.BYTES;
    /// The sequence number that must not be passed: the next one would be zero again, with the same nonce.
    private static final long LAST_SEQUENCE = -1L;

    private final AeadAlgorithm algorithm;
    private final Aead aead;
    private final byte[] iv;
    private final byte[] nonce;
    private final byte[] header = new byte[RecordHeader.BYTES];
    private long sequence;

    RecordProtection(AeadAlgorithm algorithm, Aead aead, byte[] iv, long sequence) {
        this.algorithm = algorithm;
        this.aead = aead;
        this.iv = iv;
        this.nonce = iv.clone();
        this.sequence = sequence;
    }

    /// Takes the keys over and wipes them.
    public static RecordProtection of(CryptoProvider crypto, TrafficKeys keys) {
        Aead aead = crypto.aead(keys.algorithm(), keys.key());
        byte[] iv = keys.iv().expose().clone();
        keys.destroy();
        return new RecordProtection(keys.algorithm(), aead, iv, 0);
    }

    /// Writes a whole record: header, ciphertext, tag.
    ///
    /// @param type the code of its [ContentType]
    ///
    /// @return its length
    int seal(int type, byte[] in, int offset, int length, byte[] out, int outOffset) {
        int body = length + 1 + AeadAlgorithm.TAG_BYTES;
        begin(body, out, outOffset);
        aead.seal(nonce, header, RecordHeader.BYTES, in, offset, length, (byte) type, out,
                outOffset + RecordHeader.BYTES);
        sequence++;
        return RecordHeader.BYTES + body;
    }

    /// As [#seal], of a whole TLSInnerPlaintext: content, type and padding.
    int sealInner(byte[] inner, int length, byte[] out, int outOffset) {
        int body = length + AeadAlgorithm.TAG_BYTES;
        begin(body, out, outOffset);
        aead.seal(nonce, header, RecordHeader.BYTES, inner, 0, length, out, outOffset + RecordHeader.BYTES);
        sequence++;
        return RecordHeader.BYTES + body;
    }

    private void begin(int body, byte[] out, int outOffset) {
        nextNonce();
        RecordHeader.write(ContentType.APPLICATION_DATA, VERSION, body, header, 0);
        System.arraycopy(header, 0, out, outOffset, RecordHeader.BYTES);
    }

    /// Opens the record whose header lies at `at`. `in` and `out` must be different arrays: the JDK's AES-GCM copies everything when they
    /// are the same.
    ///
    /// @return the length of the TLSInnerPlaintext, or -1 if it does not open; then the sequence number stands still, so that records
    ///     which are not ours to read can be passed over
    int open(byte[] in, int at, int bodyLength, byte[] out, int outOffset) {
        if (bodyLength < AeadAlgorithm.TAG_BYTES) {
            return -1;
        }
        nextNonce();
        System.arraycopy(in, at, header, 0, RecordHeader.BYTES);
        int opened = aead.open(nonce, header, RecordHeader.BYTES, in, at + RecordHeader.BYTES, bodyLength, out,
                outOffset);
        if (opened >= 0) {
            sequence++;
        }
        return opened;
    }

    /// How many records this key has protected.
    long records() {
        return sequence;
    }

    /// How many records more this key should protect (RFC 9846 5.5). ChaCha20-Poly1305 has no such bound: its sequence number would end
    /// first.
    long recordsUntilUpdate(long keyUpdateRecords) {
        return switch (algorithm) {
            case AES_128_GCM, AES_256_GCM -> Math.max(0, keyUpdateRecords - sequence);
            case CHACHA20_POLY1305 -> Long.MAX_VALUE;
        };
    }

    public void destroy() {
        aead.destroy();
        Arrays.fill(iv, (byte) 0);
        Arrays.fill(nonce, (byte) 0);
    }

    private void nextNonce() {
        if (sequence == LAST_SEQUENCE) {
            // RFC 9846 5.3: it MUST either rekey or terminate the connection
            throw new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                    "the record sequence number is used up");
        }
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[SEQUENCE_AT + i] = (byte) (iv[SEQUENCE_AT + i] ^ (byte) (sequence >>> (56 - 8 * i)));
        }
    }
}
