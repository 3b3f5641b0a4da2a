package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.Optional;

/// The server end. Made when a connection is accepted; asks for its configuration once the ClientHello is in.
public final class TlsServerEngine implements TlsEngine {

    /// @param environment shared by the engines of a process
    public TlsServerEngine(EngineEnvironment environment) {}

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

    /// The ClientHello message as it came, until the handshake is over; for diagnostics and for handing the connection to another stack.
    public Optional<byte[]> clientHello() {
        throw new UnsupportedOperationException();
    }
}
