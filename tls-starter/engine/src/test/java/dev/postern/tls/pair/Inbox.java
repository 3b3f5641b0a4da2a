package dev.postern.tls.pair;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what an engine tells its caller.
public final class Inbox implements TlsSink {
    private static final int POSITION = 5;

    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private final ByteArrayOutputStream application = new ByteArrayOutputStream();
    private final List<TlsEvent> events = new ArrayList<>();
    private byte[] room = {};

    @Override
    public byte[] reserve(int bytes) {
        room = new byte[POSITION + bytes];
        return room;
    }

    @Override
    public int position() {
        return POSITION;
    }

    @Override
    public void commit(int bytes, DataKind kind) {
        switch (kind) {
            case EARLY -> early.write(room, POSITION, bytes);
            case APPLICATION -> application.write(room, POSITION, bytes);
        }
    }

    @Override
    public void event(TlsEvent event) {
        events.add(event);
    }

    public List<TlsEvent> events() {
        return List.copyOf(events);
    }

    public <E extends TlsEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Why the connection failed, if it did.
    public Optional<TlsAlert> failure() {
        return events(TlsEvent.Failed.class).stream().map(TlsEvent.Failed::alert).findFirst();
    }

    public String earlyText() {
        return early.toString(StandardCharsets.UTF_8);
    }

    public String text() {
        return application.toString(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return application.toByteArray();
    }

    public byte[] earlyBytes() {
        return early.toByteArray();
    }
}
