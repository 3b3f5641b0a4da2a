package dev.postern.tls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/// The memory of one connection alone: what its buffers take of the pool, on the heap and beside it, rounded up as the pool does.
final class MeteredAllocator extends PooledByteBufAllocator {
    private long most;

    MeteredAllocator() {
        super(true);
    }

    long held() {
        return pinnedHeapMemory() + pinnedDirectMemory();
    }

    /// The most that was ever held.
    long most() {
        return most;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
        return noted(super.newHeapBuffer(initialCapacity, maxCapacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
        return noted(super.newDirectBuffer(initialCapacity, maxCapacity));
    }

    private ByteBuf noted(ByteBuf buffer) {
        most = Math.max(most, held());
        return buffer;
    }
}
