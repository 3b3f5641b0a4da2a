package dev.postern.gateway.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A long way to a server: each piece that it says takes that much time.
final class FarAway implements AutoCloseable {
    private final ServerSocket front = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FarAway(int server, Duration way) throws IOException {
        Thread.ofVirtual().start(() -> accept(server, way));
    }

    int port() {
        return front.getLocalPort();
    }

    private void accept(int server, Duration way) {
        try {
            while (true) {
                Socket client = front.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.addAll(List.of(client, behind));
                Thread.ofVirtual().start(() -> carry(client, behind, Duration.ZERO));
                Thread.ofVirtual().start(() -> carry(behind, client, way));
            }
        } catch (IOException over) {
            // the test is
        }
    }

    private static void carry(Socket from, Socket to, Duration way) {
        byte[] piece = new byte[64 * 1024];
        try (to) {
            for (int read = from.getInputStream().read(piece); read >= 0; read = from.getInputStream().read(piece)) {
                Thread.sleep(way);
                to.getOutputStream().write(piece, 0, read);
            }
        } catch (IOException over) {
            // the other direction ends with it
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
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
