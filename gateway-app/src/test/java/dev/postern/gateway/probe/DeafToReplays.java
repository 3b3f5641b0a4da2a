package dev.postern.gateway.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes three connections of a probe on to a server, and does not pass on the fourth, which is the replay.
final class DeafToReplays implements AutoCloseable {
    private static final int PASSED_ON = 3;

    enum Manner {
        SILENT,
        HANGS_UP
    }

    private final ServerSocket front = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int server;
    private final Manner manner;

    DeafToReplays(int server, Manner manner) throws IOException {
        this.server = server;
        this.manner = manner;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return front.getLocalPort();
    }

    private void accept() {
        try {
            for (int i = 0; i < PASSED_ON; i++) {
                Socket client = keep(front.accept());
                Socket behind = keep(new Socket(InetAddress.getLoopbackAddress(), server));
                Thread.ofVirtual().start(() -> copy(client, behind));
                Thread.ofVirtual().start(() -> copy(behind, client));
            }
            Socket replay = keep(front.accept());
            if (manner == Manner.HANGS_UP) {
                replay.getInputStream().read();
                replay.close();
            }
        } catch (IOException over) {
            // the test is
        }
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void copy(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            // the other direction ends with it
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
