package dev.postern.tls.event;

import java.util.Arrays;

/// Hands on what an engine delivers, each piece in an array of its own: for callers who would rather have it simple than without a copy.
/// What [TlsSink] says of callbacks holds: the engine is in the middle of its call.
public abstract class ArraySink implements TlsSink {
    private byte[] room = {};

    @Override
    public final byte[] reserve(int bytes) {
        if (room.length < bytes) {
            room = new byte[bytes];
        }
        return room;
    }

    @Override
    public final int position() {
        return 0;
    }

    @Override
    public final void commit(int bytes, DataKind kind) {
        data(Arrays.copyOf(room, bytes), kind);
    }

    /// What the peer sent, next in order.
    protected abstract void data(byte[] bytes, DataKind kind);
}
