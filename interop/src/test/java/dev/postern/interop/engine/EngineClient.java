package dev.postern.interop.engine;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.TimeSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/// Our engine as a client, connected to a server on loopback.
public final class EngineClient implements AutoCloseable {
    private final EngineConnection connection;

    /// @param early sent as early data right behind the ClientHello; empty for none
    public EngineClient(int port, TlsClientConfig config, Trust trust, String early) {
        this(port, config, trust, early, System::currentTimeMillis);
    }

    /// @param time the client's clock
    public EngineClient(int port, TlsClientConfig config, Trust trust, String early, TimeSource time) {
        var engine = new TlsClientEngine(Engines.environment(time), config);
        try {
            connection = new EngineConnection(new Socket(InetAddress.getLoopbackAddress(), port), engine,
                    Answers.ofClient(trust));
        } catch (IOException e) {
            throw new AssertionError("nobody listens on port " + port, e);
        }
        connection.write(engine::start);
        if (!early.isEmpty()) {
            connection.send(early);
        }
        Thread.ofVirtual().name("engine-client").start(() -> connection.run(text -> {
        }));
    }

    public EngineJournal journal() {
        return connection.journal();
    }

    public void send(String text) {
        connection.send(text);
    }

    public void updateKeys(boolean askPeer) {
        connection.updateKeys(askPeer);
    }

    /// Sends close_notify; the peer's answer ends the connection.
    public void sendClose() {
        connection.close();
    }

    @Override
    public void close() {
        connection.cut();
    }
}
