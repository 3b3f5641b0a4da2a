package dev.postern.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An upstream on a bare socket: what arrives is kept byte for byte, what is answered is the test's script.
public final class ScriptedUpstream implements AutoCloseable {
    /// Answers one connection.
    @FunctionalInterface
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /// Heads in the order of their arrival.
    public final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    /// One entry for each connection whose end was seen.
    public final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    public ScriptedUpstream(Script script) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
    }

    /// @param server bound already, so that it may speak TLS or have buffers of a certain size
    public ScriptedUpstream(ServerSocket server, Script script) {
        this.script = script;
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers every request with 200 and this text.
    public static ScriptedUpstream answering(String text) throws IOException {
        return new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public int connections() {
        return sockets.size();
    }

    /// Waits until the gateway has closed a connection, or the script has ended it.
    public void awaitEnd() throws InterruptedException {
        if (ends.poll(20, TimeUnit.SECONDS) == null) {
            throw new AssertionError("no connection to the upstream ended");
        }
    }

    /// The next head that arrives.
    public String nextHead() throws InterruptedException {
        String head = heads.poll(20, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached the upstream");
        }
        return head;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Connection(socket));
        } catch (IOException gone) {
            // Told below, like any other end.
        }
        ends.add("closed");
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// One connection from the gateway.
    public final class Connection extends Http1Peer {
        Connection(Socket socket) throws IOException {
            super(socket);
            // A gateway keeps connections; the test's end is what ends the wait.
            socket.setSoTimeout(0);
        }

        @Override
        public String readHead() throws IOException {
            String head = super.readHead();
            if (head != null) {
                heads.add(head);
            }
            return head;
        }
    }
}
