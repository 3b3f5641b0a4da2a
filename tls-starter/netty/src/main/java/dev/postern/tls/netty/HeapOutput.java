package dev.postern.tls.netty;

import dev.postern.tls.event.TlsOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Collects records for the peer in pooled heap memory, since the JDK's AES-GCM is slow on direct buffers.
final class HeapOutput implements TlsOutput {
    private static final int LEAST_BYTES = 512;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf buffer;

    HeapOutput(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Makes room at once for what is about to come, so that the buffer never has to grow by copying.
    void expect(int bytes) {
        room(bytes);
    }

    @Override
    public byte[] reserve(int bytes) {
        return room(bytes).array();
    }

    @Override
    public int position() {
        ByteBuf current = room(0);
        return current.arrayOffset() + current.writerIndex();
    }

    @Override
    public void commit(int bytes) {
        ByteBuf current = room(0);
        current.writerIndex(current.writerIndex() + bytes);
    }

    /// What was collected; the caller owns it. Null when there is nothing.
    @Nullable
    ByteBuf take() {
        ByteBuf taken = buffer;
        buffer = null;
        if (taken != null && !taken.isReadable()) {
            taken.release();
            return null;
        }
        return taken;
    }

    private ByteBuf room(int bytes) {
        ByteBuf current = buffer;
        if (current == null) {
            current = allocator.heapBuffer(Math.max(bytes, LEAST_BYTES));
            buffer = current;
        }
        return current.ensureWritable(bytes);
    }
}
