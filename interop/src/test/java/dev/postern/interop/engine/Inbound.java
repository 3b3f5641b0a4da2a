package dev.postern.interop.engine;

import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keeps what the engine delivers until the engine's call is over: only then may the application call it back.
final class Inbound implements TlsSink {
    private final EngineJournal journal;
    private byte[] room = new byte[17_000];
    private final List<String> arrived = new ArrayList<>();

    Inbound(EngineJournal journal) {
        this.journal = journal;
    }

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
        String data = new String(room, 0, bytes, StandardCharsets.UTF_8);
        journal.add(kind, data);
        arrived.add(data);
    }

    @Override
    public void event(TlsEvent event) {
        journal.add(event);
    }

    /// What arrived since the last call.
    String take() {
        String data = String.join("", arrived);
        arrived.clear();
        return data;
    }
}
