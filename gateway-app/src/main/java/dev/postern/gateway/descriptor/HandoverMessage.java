package dev.postern.gateway.descriptor;

import io.netty.buffer.ByteBuf;

/// The message that a descriptor comes with: eight bytes, and what the front has read of the connection.
///
/// ```
/// "PSTN"   4 bytes
/// version  1 byte, 1
/// length   3 bytes, of the opening bytes; 0 when the front only peeked
/// opening  length bytes
/// ```
final class HandoverMessage {
    static final int HEADER_BYTES = 8;
    private static final int MAGIC = 0x5053_544E;
    private static final int VERSION = 1;
    private static final int LENGTH_AT = 5;

    private HandoverMessage() {}

    /// Whether a header is whole, and one of ours.
    ///
    /// @param header with [#HEADER_BYTES] readable bytes or more
    static boolean isKnown(ByteBuf header) {
        int start = header.readerIndex();
        return header.getInt(start) == MAGIC && header.getByte(start + Integer.BYTES) == VERSION;
    }

    /// How many opening bytes follow a header.
    static int length(ByteBuf header) {
        return header.getUnsignedMedium(header.readerIndex() + LENGTH_AT);
    }
}
