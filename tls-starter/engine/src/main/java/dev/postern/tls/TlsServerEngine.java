package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.OutgoingCertificate;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.server.ServerHandshake;

import java.util.Optional;

/// The server end. Made when a connection is accepted; asks for its configuration once the ClientHello is in.
public final class TlsServerEngine implements TlsEngine {
    private final ServerHandshake handshake;
    private final Connection connection;

    /// @param environment shared by the engines of a process
    public TlsServerEngine(EngineEnvironment environment) {
        this(environment, EchKeys.NONE);
    }

    /// @param keys that open Encrypted Client Hellos, before the configuration is asked for
    public TlsServerEngine(EngineEnvironment environment, EchKeys keys) {
        this.handshake = new ServerHandshake(environment, keys);
        this.connection = handshake.connection();
    }

    /// Does now, in the caller's thread, what the first handshakes under a configuration would do instead: good compression of a certificate
    /// takes longer than the whole rest of a handshake, and is no work for an event loop. For whoever makes configurations before they are
    /// needed.
    public static void prepare(TlsServerConfig config) {
        config.credentials().forEach(credential -> OutgoingCertificate.prepare(credential, config.certificates()));
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
        int taken = connection.send(in, offset, length, out);
        handshake.sent(taken);
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
        return handshake.exporter()
                .orElseThrow(
                        () -> new IllegalStateException("keying material is exported from confirmed connections only"))
                .export(label, context, lengthBytes);
    }

    /// As [#exportKeyingMaterial], also in [Stage#UNCONFIRMED]: for protocols that answer early data with something bound to the connection.
    /// Until the client is confirmed, nobody has proved to have the same.
    ///
    /// @throws IllegalStateException before our Finished is sent, or before confirmation where no early data was accepted
    public byte[] exportUnconfirmedKeyingMaterial(String label, byte[] context, int lengthBytes) {
        return handshake.unconfirmedExporter()
                .orElseThrow(() -> new IllegalStateException("there is no keying material to export yet"))
                .export(label, context, lengthBytes);
    }

    @Override
    public byte[] exportEarlyKeyingMaterial(String label, byte[] context, int lengthBytes) {
        return handshake.earlyExporter()
                .orElseThrow(() -> new IllegalStateException("no early data was accepted"))
                .export(label, context, lengthBytes);
    }

    /// The ClientHello message as it came, until the handshake is over; for diagnostics and for handing the connection to another stack.
    public Optional<byte[]> clientHello() {
        return handshake.clientHello();
    }
}
