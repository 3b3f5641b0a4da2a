package dev.postern.tls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// What came from the peer and is not processed yet, contiguous on the heap: the copy out of the socket's direct memory is the one that the
/// cipher needs.
final class Ciphertext {
    private final ByteBufAllocator allocator;
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    Ciphertext(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Takes the bytes over.
    void append(ByteBuf bytes) {
        if (!buffer.isReadable()) {
            buffer.release();
            if (bytes.hasArray() && !bytes.isReadOnly()) {
                buffer = bytes;
                return;
            }
            buffer = allocator.heapBuffer(bytes.readableBytes());
        } else if (!buffer.isWritable(bytes.readableBytes())) {
            // At least double: what comes in many small pieces while a question is open is copied a few times, not once for each.
            ByteBuf wider = allocator.heapBuffer(
                    buffer.readableBytes() + Math.max(buffer.readableBytes(), bytes.readableBytes()));
            wider.writeBytes(buffer);
            buffer.release();
            buffer = wider;
        }
        buffer.writeBytes(bytes);
        bytes.release();
    }

    int length() {
        return buffer.readableBytes();
    }

    byte[] array() {
        return buffer.array();
    }

    int offset() {
        return buffer.arrayOffset() + buffer.readerIndex();
    }

    /// A connection that has nothing to read keeps no memory for it.
    void skip(int bytes) {
        buffer.skipBytes(bytes);
        if (!buffer.isReadable()) {
            release();
        }
    }

    void release() {
        buffer.release();
        buffer = Unpooled.EMPTY_BUFFER;
    }
}
