package dev.postern.interop.engine;

import dev.postern.tls.event.ArraySink;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keeps what the engine delivers until the engine's call is over: only then may the application call it back.
final class Inbound extends ArraySink {
    private final EngineJournal journal;
    private final List<String> arrived = new ArrayList<>();

    Inbound(EngineJournal journal) {
        this.journal = journal;
    }

    @Override
    protected void data(byte[] bytes, DataKind kind) {
        String data = new String(bytes, StandardCharsets.UTF_8);
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
