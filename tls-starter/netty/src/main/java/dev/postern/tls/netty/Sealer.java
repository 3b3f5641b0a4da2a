package dev.postern.tls.netty;

import dev.postern.tls.TlsEngine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// The way out: plaintext that waits, sealed as soon as the engine can send, and the records that the engine writes by itself.
final class Sealer {
    /// Plaintext sealed per write: four records, so that a large response is not held twice.
    private static final int SEAL_BYTES = 4 * 16_384;

    private final ChannelHandlerContext context;
    private final TlsEngine engine;
    private final HeapOutput output;
    private final OutboundQueue pending;

    Sealer(ChannelHandlerContext context, TlsEngine engine) {
        this.context = context;
        this.engine = engine;
        this.output = new HeapOutput(context.alloc());
        this.pending = new OutboundQueue(context.channel());
    }

    /// Where the engine puts records of its own; [#writeRecords] sends them on.
    HeapOutput output() {
        return output;
    }

    void add(ByteBuf plain, ChannelPromise promise) {
        pending.add(plain, promise);
    }

    /// Seals what waits, as far as the engine takes it.
    void sealPending() {
        boolean all = true;
        while (all && !pending.isEmpty() && engine.canSend()) {
            ChannelPromise promise = context.newPromise();
            ByteBuf plain = pending.remove(context.alloc(), SEAL_BYTES, promise);
            try {
                all = seal(plain, promise);
            } finally {
                plain.release();
            }
        }
    }

    /// Whether something was written that the engine does not take yet.
    boolean isHoldingBack() {
        sealPending();
        return !pending.isEmpty();
    }

    /// @return false when the engine did not take everything
    private boolean seal(ByteBuf plain, ChannelPromise promise) {
        int length = plain.readableBytes();
        if (length == 0) {
            context.write(Unpooled.EMPTY_BUFFER, promise);
            return true;
        }
        ByteBuf heap = plain.hasArray()
                ? plain.retain()
                : context.alloc().heapBuffer(length).writeBytes(plain, plain.readerIndex(), length);
        try {
            output.expect(TlsEngine.sealedLength(length));
            int taken = engine.send(heap.array(), heap.arrayOffset() + heap.readerIndex(), length, output);
            if (taken < length) {
                // A client's early data reached the ticket's limit, or a server's answers to it theirs: the rest waits for the handshake.
                pending.addFirst(heap.retainedSlice(heap.readerIndex() + taken, length - taken), promise);
                writeRecords();
                return false;
            }
        } finally {
            heap.release();
        }
        writeRecords(promise);
        return true;
    }

    /// @return whether there was anything to send; it is not flushed yet
    boolean writeRecords() {
        ByteBuf records = output.take();
        if (records == null) {
            return false;
        }
        context.write(records);
        return true;
    }

    void writeRecords(ChannelPromise promise) {
        ByteBuf records = output.take();
        context.write(records == null ? Unpooled.EMPTY_BUFFER : records, promise);
    }

    /// What waits will never be sent.
    void fail(Throwable cause) {
        pending.releaseAndFailAll(context, cause);
    }

    /// Drops everything, at the end of the connection.
    void release(Throwable cause) {
        ByteBuf rest = output.take();
        if (rest != null) {
            rest.release();
        }
        fail(cause);
    }
}
