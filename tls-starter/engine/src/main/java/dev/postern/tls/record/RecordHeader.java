package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

/// The five bytes in front of every record (RFC 9846 5.1, 5.2).
final class RecordHeader {
    static final int BYTES = 5;
    static final int MAX_PLAINTEXT = 1 << 14;
    static final int MAX_CIPHERTEXT = MAX_PLAINTEXT + 256;

    private RecordHeader() {}

    static void write(ContentType type, int version, int length, byte[] out, int at) {
        out[at] = (byte) type.code;
        out[at + 1] = (byte) (version >>> 8);
        out[at + 2] = (byte) version;
        out[at + 3] = (byte) (length >>> 8);
        out[at + 4] = (byte) length;
    }

    static int bodyLength(byte[] in, int at) {
        return (in[at + 3] & 0xff) << 8 | (in[at + 4] & 0xff);
    }

    /// The outer content type.
    static ContentType type(byte[] in, int at) {
        return switch (in[at]) {
            case 20 -> ContentType.CHANGE_CIPHER_SPEC;
            case 21 -> ContentType.ALERT;
            case 22 -> ContentType.HANDSHAKE;
            case 23 -> ContentType.APPLICATION_DATA;
            default -> throw new TlsAlert(AlertDescription.UNEXPECTED_MESSAGE, Fault.PEER_MISBEHAVED,
                    "record of unknown type " + (in[at] & 0xff));
        };
    }

    /// Whether the whole record is here. What can be refused is refused at the first byte that shows it, so that a peer that speaks another
    /// protocol gets its answer at once. The version between type and length says nothing.
    static boolean isComplete(byte[] in, int at, int available) {
        if (available < 1) {
            return false;
        }
        ContentType type = type(in, at);
        // RFC 9846 E: as 5.1 says, it MUST be ignored by all; E.2: in whatever version a client speaks
        // RFC 9846 5.1: legacy_record_version MUST be ignored for all purposes
        if (available < BYTES) {
            return false;
        }
        int length = bodyLength(in, at);
        int limit = type == ContentType.APPLICATION_DATA ? MAX_CIPHERTEXT : MAX_PLAINTEXT;
        if (length > limit) {
            throw new TlsAlert(AlertDescription.RECORD_OVERFLOW, Fault.PEER_MISBEHAVED,
                    "record of " + length + " bytes, more than " + limit);
        }
        return available - BYTES >= length;
    }
}
