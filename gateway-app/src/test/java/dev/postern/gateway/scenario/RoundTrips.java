package dev.postern.gateway.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// A long way between a client and the gateway, and somebody on it who counts how often the client speaks after it was spoken to: each of
/// these flights costs a round trip, however fast either end is.
///
/// What either end sends arrives [#ONE_WAY] later. So what a client writes without waiting for the gateway, in however many pieces, has left
/// before an answer can be there, and is one flight; time plays no other part. For one connection, whose TCP handshake is not counted.
final class RoundTrips implements AutoCloseable {
    static final Duration ONE_WAY = Duration.ofMillis(200);

    private final ServerSocket front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int target;
    private boolean answered = true;
    private int flights;

    /// @param bytes    none for the end
    /// @param dueNanos when they arrive
    private record Piece(byte[] bytes, long dueNanos) {}

    RoundTrips(OperatedGateway gateway) throws IOException {
        target = gateway.port();
        Thread.ofVirtual().start(this::carry);
    }

    int port() {
        return front.getLocalPort();
    }

    /// Flights of the client so far.
    synchronized int count() {
        return flights;
    }

    private synchronized void clientSpoke() {
        flights += answered ? 1 : 0;
        answered = false;
    }

    private synchronized void serverWasHeard() {
        answered = true;
    }

    private void carry() {
        try (Socket client = front.accept(); Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> carry(server, client, () -> {}, this::serverWasHeard));
            carry(client, server, this::clientSpoke, () -> {});
            back.join();
        } catch (IOException | InterruptedException over) {
            // The test has seen what it wanted.
        }
    }

    private static void carry(Socket from, Socket to, Runnable sent, Runnable heard) {
        BlockingQueue<Piece> way = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> deliver(way, to, heard));
        byte[] chunk = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                sent.run();
                way.add(new Piece(Arrays.copyOf(chunk, count), System.nanoTime() + ONE_WAY.toNanos()));
            }
        } catch (IOException over) {
            // It is gone; what it sent is under way still.
        }
        way.add(new Piece(new byte[0], System.nanoTime() + ONE_WAY.toNanos()));
    }

    private static void deliver(BlockingQueue<Piece> way, Socket to, Runnable heard) {
        try {
            OutputStream out = to.getOutputStream();
            for (Piece piece = way.take(); piece.bytes().length > 0; piece = way.take()) {
                for (long left = left(piece); left > 0; left = left(piece)) {
                    LockSupport.parkNanos(left);
                }
                heard.run();
                out.write(piece.bytes());
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException over) {
            // Whom it was for is gone.
        }
    }

    private static long left(Piece piece) {
        return piece.dueNanos() - System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
