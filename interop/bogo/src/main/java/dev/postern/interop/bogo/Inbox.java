package dev.postern.interop.bogo;

import dev.postern.tls.event.ArraySink;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;

import java.util.ArrayDeque;
import java.util.Queue;

/// What the engine delivered, in its order, until its call is over: only then may it be called back.
final class Inbox extends ArraySink {

    /// Something that the engine delivered.
    sealed interface Item {
        record Data(byte[] bytes) implements Item {}

        record Event(TlsEvent event) implements Item {}
    }

    private final Queue<Item> items = new ArrayDeque<>();

    @Override
    protected void data(byte[] bytes, DataKind kind) {
        items.add(new Item.Data(bytes));
    }

    @Override
    public void event(TlsEvent event) {
        items.add(new Item.Event(event));
    }

    Queue<Item> items() {
        return items;
    }
}
