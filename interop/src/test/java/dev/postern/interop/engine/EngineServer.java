package dev.postern.interop.engine;

import dev.postern.tls.TlsServerEngine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Our engine as a server on loopback that answers every line with the same line.
public final class EngineServer implements AutoCloseable {
    private final ServerSocket socket;
    private final MemoryTickets tickets;
    private final List<ServerSettings> settings;
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<EngineJournal> accepted = new LinkedBlockingQueue<>();

    /// @param tickets  the sealer that the configurations name, too
    /// @param settings of the first connection, the second and so on; the last stays
    public EngineServer(MemoryTickets tickets, ServerSettings... settings) {
        this.tickets = tickets;
        this.settings = List.of(settings);
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
        Thread.ofVirtual().name("engine-server").start(this::acceptConnections);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// The next connection in the order of arrival, which may still be at its beginning.
    public EngineJournal nextConnection() {
        try {
            EngineJournal next = accepted.poll(Deadline.WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("no connection came within " + Deadline.WAIT);
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for a connection", e);
        }
    }

    /// All connections that came and were not asked for yet, when it is known that no more will come.
    public List<EngineJournal> allConnections() {
        List<EngineJournal> all = new ArrayList<>();
        accepted.drainTo(all);
        return all.stream().map(EngineJournal::awaitEnd).toList();
    }

    private void acceptConnections() {
        while (!socket.isClosed()) {
            try {
                serve(socket.accept());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException("the listening socket broke", e);
                }
            }
        }
    }

    private void serve(Socket peer) throws IOException {
        ServerSettings now = settings.get(Math.min(connections.getAndIncrement(), settings.size() - 1));
        var engine = new TlsServerEngine(Engines.environment(now.time()), now.ech());
        var connection = new EngineConnection(peer, engine,
                new Answers(hello -> now.config(), tickets, now.judge(), now.trust()));
        accepted.add(connection.journal());
        LineApplication application = new LineApplication(connection, now.onLine());
        Thread.ofVirtual().name("engine-connection").start(() -> connection.run(application::arrived));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("the listening socket did not close", e);
        }
    }
}
