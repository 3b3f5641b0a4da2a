package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.client.ClientHandshake;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.Optional;

/// The client end. [#start] writes the ClientHello; after it, [#send] writes early data if the configuration offers it.
public final class TlsClientEngine implements TlsEngine {
    private final ClientHandshake handshake;
    private final Connection connection;

    /// @param environment shared by the engines of a process
    public TlsClientEngine(EngineEnvironment environment, TlsClientConfig config) {
        this.handshake = new ClientHandshake(environment, config);
        this.connection = handshake.connection();
    }

    @Override
    public Stage stage() {
        return connection.stage();
    }

    @Override
    public String phase() {
        return connection.phase();
    }

    @Override
    public int receive(byte[] in, int offset, int length, TlsOutput out, TlsSink sink) {
        return connection.receive(in, offset, length, out, sink);
    }

    @Override
    public void endOfInput(TlsSink sink) {
        connection.endOfInput(sink);
    }

    @Override
    public boolean canSend() {
        return connection.canSend();
    }

    @Override
    public int send(byte[] in, int offset, int length, TlsOutput out) {
        boolean early = stage() == Stage.HANDSHAKE;
        int taken = connection.send(in, offset, length, out);
        if (early) {
            handshake.earlyData().spend(taken);
        }
        return taken;
    }

    @Override
    public Optional<Pause<?>> pause() {
        return connection.pause();
    }

    @Override
    public void updateKeys(boolean askPeer, TlsOutput out) {
        connection.updateKeys(askPeer, out);
    }

    @Override
    public void close(TlsOutput out) {
        connection.close(out);
    }

    @Override
    public void abort(TlsAlert alert, TlsOutput out, TlsSink sink) {
        connection.abort(alert, out, sink);
    }

    @Override
    public Optional<SessionInfo> session() {
        return handshake.session();
    }

    @Override
    public byte[] exportKeyingMaterial(String label, byte[] context, int lengthBytes) {
        return handshake.exportKeyingMaterial(label, context, lengthBytes);
    }

    @Override
    public byte[] exportEarlyKeyingMaterial(String label, byte[] context, int lengthBytes) {
        return handshake.earlyData().exporter()
                .orElseThrow(() -> new IllegalStateException("no early data was offered, or it was refused"))
                .export(label, context, lengthBytes);
    }

    /// Writes the ClientHello. Once.
    ///
    /// Every ticket of the configuration that it offers is used up by this: its PSK is wiped.
    ///
    /// @throws TlsAlert when no ClientHello can be made of this configuration
    public void start(TlsOutput out) {
        connection.call(out, new ThrowingSink(), handshake::start);
    }

    /// How many more bytes of early data [#send] would take now; 0 when none is offered or the offer was refused.
    public long earlyDataCapacity() {
        return canSend() ? handshake.earlyData().remainingBytes() : 0;
    }

    /// Ends early data before its limit is reached: from here on [#send] takes nothing until the handshake is complete, and what follows
    /// is 1-RTT data. On the wire it ends when the server's Finished is verified (RFC 9846 4.6), with or without this call.
    public void endEarlyData() {
        handshake.earlyData().close();
    }

    /// Nothing has arrived yet, so nothing but the failure of our own start can be reported.
    private static final class ThrowingSink implements TlsSink {
        @Override
        public byte[] reserve(int bytes) {
            throw new IllegalStateException("data before the start");
        }

        @Override
        public int position() {
            throw new IllegalStateException("data before the start");
        }

        @Override
        public void commit(int bytes, DataKind kind) {
            throw new IllegalStateException("data before the start");
        }

        @Override
        public void event(TlsEvent event) {
            if (event instanceof TlsEvent.Failed failed) {
                throw failed.alert();
            }
        }
    }
}
