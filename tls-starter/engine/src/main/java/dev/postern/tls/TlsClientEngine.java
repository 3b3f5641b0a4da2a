package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.Optional;

/// The client end. [#start] writes the ClientHello; after it, [#send] writes early data if the configuration offers it.
public final class TlsClientEngine implements TlsEngine {

    /// @param environment shared by the engines of a process
    public TlsClientEngine(EngineEnvironment environment, TlsClientConfig config) {}

    @Override
    public Stage stage() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(byte[] in, int offset, int length, TlsOutput out, TlsSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endOfInput(TlsSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean canSend() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int send(byte[] in, int offset, int length, TlsOutput out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Pause<?>> pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void updateKeys(boolean askPeer, TlsOutput out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(TlsOutput out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort(TlsAlert alert, TlsOutput out, TlsSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SessionInfo> session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] exportKeyingMaterial(String label, byte[] context, int lengthBytes) {
        throw new UnsupportedOperationException();
    }

    /// Writes the ClientHello. Once.
    public void start(TlsOutput out) {
        throw new UnsupportedOperationException();
    }

    /// How many more bytes of early data [#send] would take now; 0 when none is offered or the offer was refused.
    public long earlyDataCapacity() {
        throw new UnsupportedOperationException();
    }

    /// Ends early data before its limit is reached; the caller sends what follows as 1-RTT data. Without this call the engine ends it when the
    /// server's Finished is verified.
    public void endEarlyData(TlsOutput out) {
        throw new UnsupportedOperationException();
    }
}
