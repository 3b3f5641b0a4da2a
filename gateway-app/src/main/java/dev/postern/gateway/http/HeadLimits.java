package dev.postern.gateway.http;

/// How much of a message's head is read before it is refused.
///
/// @param startLineBytes a request target without end: 414
/// @param fieldBytes     all header fields together, names and values: 431
/// @param fields         many small fields cost more than their bytes: 431
/// @param trailerBytes   the same for trailers, which come when the body is already forwarded
/// @param chunkLineBytes a chunk size behind endless extensions
public record HeadLimits(int startLineBytes, int fieldBytes, int fields, int trailerBytes, int chunkLineBytes) {
    public static final HeadLimits DEFAULT = new HeadLimits(8 * 1024, 32 * 1024, 100, 8 * 1024, 512);

    public HeadLimits {
        if (startLineBytes < 16 || fieldBytes < 64 || fields < 1 || trailerBytes < 0 || chunkLineBytes < 16) {
            throw new IllegalArgumentException("limits too small for any message: " + startLineBytes + ", " + fieldBytes
                    + ", " + fields + ", " + trailerBytes + ", " + chunkLineBytes);
        }
    }
}
