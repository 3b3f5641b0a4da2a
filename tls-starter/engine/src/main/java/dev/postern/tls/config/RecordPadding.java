package dev.postern.tls.config;

/// How the records that we send hide the length of what is in them (RFC 9846 5.4): filled up with zeros to a multiple of so many bytes.
///
/// Whoever watches learns the length of a page, and often which page it was, from its records. Padding costs bandwidth and one copy of each
/// record, and hides nothing of how many records there are or when they are sent.
///
/// @param multipleBytes what the length of the content with its type is filled up to a multiple of; 1 for no padding
/// @param mostBytes     never more padding than this in one record
public record RecordPadding(int multipleBytes, int mostBytes) {
    public static final RecordPadding NONE = new RecordPadding(1, 0);

    private static final int LONGEST_INNER_PLAINTEXT = (1 << 14) + 1;

    public RecordPadding {
        if (multipleBytes < 1 || multipleBytes > LONGEST_INNER_PLAINTEXT) {
            throw new IllegalArgumentException(
                    "records are padded to a multiple of 1 to 16385 bytes, got " + multipleBytes);
        }
        if (mostBytes < 0 || mostBytes >= LONGEST_INNER_PLAINTEXT) {
            throw new IllegalArgumentException("a record has 0 to 16384 bytes of padding, got " + mostBytes);
        }
    }

    public static RecordPadding toMultipleOf(int bytes) {
        return new RecordPadding(bytes, bytes - 1);
    }

    /// How many zeros follow so much content.
    ///
    /// @param innerPlaintextLimit what content, type and padding must not exceed together
    public int after(int contentBytes, int innerPlaintextLimit) {
        int length = contentBytes + 1;
        int missing = (multipleBytes - length % multipleBytes) % multipleBytes;
        return Math.max(0, Math.min(Math.min(missing, mostBytes), innerPlaintextLimit - length));
    }
}
