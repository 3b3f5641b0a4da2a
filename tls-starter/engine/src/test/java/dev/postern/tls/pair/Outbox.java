package dev.postern.tls.pair;

import dev.postern.tls.event.TlsOutput;

import java.io.ByteArrayOutputStream;

/// Collects what an engine wants to send.
public final class Outbox implements TlsOutput {
    private static final int POSITION = 3;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
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
    public void commit(int bytes) {
        sent.write(room, POSITION, bytes);
    }

    public boolean isEmpty() {
        return sent.size() == 0;
    }

    /// What was sent since the last call.
    public byte[] take() {
        byte[] taken = sent.toByteArray();
        sent.reset();
        return taken;
    }
}
