package dev.postern.tls.netty;

import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// What the engine produced, in its order: plaintext and events. It is handed to the pipeline only after the engine returned, because
/// a handler that gets data writes an answer, and the engine must not be entered twice.
final class InboundQueue implements TlsSink {
    /// An entry of the queue: data (with its kind) or an event.
    sealed interface Item {
        record Data(ByteBuf buffer, DataKind kind) implements Item {}

        record Event(TlsEvent event) implements Item {}
    }

    private final ByteBufAllocator allocator;
    private final ArrayDeque<Item> items = new ArrayDeque<>(4);
    private @Nullable ByteBuf current;
    private DataKind currentKind = DataKind.APPLICATION;
    private int expectedBytes;

    InboundQueue(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// How much ciphertext is about to be opened: the plaintext of all of it goes into one buffer.
    void expect(int ciphertextBytes) {
        expectedBytes = ciphertextBytes;
    }

    @Override
    public byte[] reserve(int bytes) {
        ByteBuf buffer = current;
        if (buffer == null || buffer.writableBytes() < bytes) {
            seal();
            buffer = allocator.heapBuffer(Math.max(bytes, expectedBytes));
            current = buffer;
        }
        return buffer.array();
    }

    @Override
    public int position() {
        ByteBuf buffer = current;
        if (buffer == null) {
            throw new IllegalStateException("reserve room first");
        }
        return buffer.arrayOffset() + buffer.writerIndex();
    }

    @Override
    public void commit(int bytes, DataKind kind) {
        ByteBuf buffer = current;
        if (buffer == null) {
            throw new IllegalStateException("reserve room first");
        }
        if (buffer.isReadable() && kind != currentKind) {
            // Early and confirmed bytes never share a buffer: split off what is there.
            ByteBuf earlier = buffer.readRetainedSlice(buffer.readableBytes());
            items.add(new Item.Data(earlier, currentKind));
        }
        currentKind = kind;
        buffer.writerIndex(buffer.writerIndex() + bytes);
        expectedBytes = Math.max(0, expectedBytes - bytes);
    }

    @Override
    public void event(TlsEvent event) {
        seal();
        items.add(new Item.Event(event));
    }

    /// The next item in order, or null.
    @Nullable
    Item poll() {
        seal();
        return items.poll();
    }

    void release() {
        seal();
        for (Item item = items.poll(); item != null; item = items.poll()) {
            if (item instanceof Item.Data data) {
                data.buffer().release();
            }
        }
    }

    private void seal() {
        ByteBuf buffer = current;
        current = null;
        if (buffer == null) {
            return;
        }
        if (buffer.isReadable()) {
            items.add(new Item.Data(fitting(buffer), currentKind));
        } else {
            buffer.release();
        }
    }

    /// A peer may fill its records with padding, which counts towards no limit: whoever keeps the content must not keep the room for all of it.
    private ByteBuf fitting(ByteBuf buffer) {
        if (buffer.readableBytes() >= buffer.capacity() / 2) {
            return buffer;
        }
        ByteBuf smaller = allocator.heapBuffer(buffer.readableBytes()).writeBytes(buffer);
        buffer.release();
        return smaller;
    }
}
