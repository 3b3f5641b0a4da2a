package dev.postern.tls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractCoalescingBufferQueue;
import io.netty.channel.Channel;

/// Plaintext that waits to be sealed. Small writes share a record; what waits here counts towards the channel's writability.
final class OutboundQueue extends AbstractCoalescingBufferQueue {
    OutboundQueue(Channel channel) {
        super(channel, 16);
    }

    @Override
    protected ByteBuf compose(ByteBufAllocator allocator, ByteBuf cumulation, ByteBuf next) {
        if (cumulation.hasArray() && cumulation.refCnt() == 1 && !cumulation.isReadOnly()
                && cumulation.writableBytes() >= next.readableBytes()) {
            cumulation.writeBytes(next);
            next.release();
            return cumulation;
        }
        ByteBuf joined = allocator.heapBuffer(Math.max(1024, 2 * (cumulation.readableBytes() + next.readableBytes())));
        joined.writeBytes(cumulation).writeBytes(next);
        cumulation.release();
        next.release();
        return joined;
    }

    /// The first buffer of a batch may be shared with whoever wrote it, so it is never extended in place: start a fresh one.
    @Override
    protected ByteBuf composeFirst(ByteBufAllocator allocator, ByteBuf first, int bufferSize) {
        ByteBuf start = allocator.heapBuffer(Math.max(bufferSize, first.readableBytes()));
        start.writeBytes(first);
        first.release();
        return start;
    }

    @Override
    protected ByteBuf removeEmptyValue() {
        return Unpooled.EMPTY_BUFFER;
    }
}
