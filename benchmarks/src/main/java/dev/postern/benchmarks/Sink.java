package dev.postern.benchmarks;

import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;

/// Keeps what a benchmark has to know of a connection, and throws if it failed.
final class Sink implements TlsSink {
    private final byte[] room = new byte[1 << 15];
    private boolean confirmed;
    private int earlyBytes;
    private @Nullable ClientSession ticket;

    @Override
    public byte[] reserve(int bytes) {
        return room;
    }

    @Override
    public int position() {
        return 0;
    }

    @Override
    public void commit(int bytes, DataKind kind) {
        if (kind == DataKind.EARLY) {
            earlyBytes += bytes;
        }
    }

    @Override
    public void event(TlsEvent event) {
        switch (event) {
            case TlsEvent.HandshakeConfirmed confirmation -> confirmed = true;
            case TlsEvent.TicketReceived received -> ticket = received.session();
            case TlsEvent.Failed failed ->
                throw new IllegalStateException("handshake failed: " + failed, failed.alert());
            case TlsEvent.EarlyDataRejected rejected ->
                throw new IllegalStateException("early data was refused: " + rejected.reason());
            case TlsEvent.EarlyDataAccepted accepted -> {
            }
            case TlsEvent.EarlyDataEnded ended -> {
            }
            case TlsEvent.KeysUpdated updated -> {
            }
            case TlsEvent.EchRejected rejected -> {
            }
            case TlsEvent.CertificateRequested requested -> {
            }
            case TlsEvent.PeerClosed closed -> {
            }
        }
    }

    boolean confirmed() {
        return confirmed;
    }

    int earlyBytes() {
        return earlyBytes;
    }

    @Nullable
    ClientSession ticket() {
        return ticket;
    }
}
