package dev.postern.interop.bogo;

import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// What the engine delivered, in its order, until its call is over: only then may it be called back.
final class Inbox implements TlsSink {

    /// Something that the engine delivered.
    sealed interface Item {
        record Data(byte[] bytes) implements Item {}

        record Event(TlsEvent event) implements Item {}
    }

    private final Queue<Item> items = new ArrayDeque<>();
    private byte[] room = new byte[0];

    @Override
    public byte[] reserve(int bytes) {
        if (room.length < bytes) {
            room = new byte[bytes];
        }
        return room;
    }

    @Override
    public int position() {
        return 0;
    }

    @Override
    public void commit(int bytes, DataKind kind) {
        items.add(new Item.Data(Arrays.copyOf(room, bytes)));
    }

    @Override
    public void event(TlsEvent event) {
        items.add(new Item.Event(event));
    }

    Queue<Item> items() {
        return items;
    }
}
