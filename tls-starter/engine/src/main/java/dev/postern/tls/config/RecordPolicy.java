package dev.postern.tls.config;

/// How large the records of a connection are.
///
/// @param sendAtMostBytes    of content in one record that we send, 64 to 16,384. Small records reach the application of the
///     peer sooner over a slow path, and cost more in all
/// @param receiveAtMostBytes our `record_size_limit` (RFC 8449), 64 to 16,385: what the peer may put into one protected record, its type
///     and padding included. A client that has little memory says so; the server's answer binds both
/// @param padding            of the records that we send
public record RecordPolicy(int sendAtMostBytes, int receiveAtMostBytes, RecordPadding padding) {
    /// What RFC 9846 allows at most, without padding.
    public static final RecordPolicy DEFAULT = new RecordPolicy(1 << 14, (1 << 14) + 1, RecordPadding.NONE);

    private static final int LEAST = 64;

    public RecordPolicy {
        if (sendAtMostBytes < LEAST || sendAtMostBytes > 1 << 14) {
            throw new IllegalArgumentException("a record carries 64 to 16384 bytes, got " + sendAtMostBytes);
        }
        if (receiveAtMostBytes < LEAST || receiveAtMostBytes > (1 << 14) + 1) {
            throw new IllegalArgumentException("record_size_limit is 64 to 16385, got " + receiveAtMostBytes);
        }
    }
}
