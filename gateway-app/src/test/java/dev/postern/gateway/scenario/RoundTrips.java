package dev.postern.gateway.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Somebody between a client and the gateway who counts how often the client speaks after it was spoken to: on a long way each of these
/// flights costs a round trip, however fast either end is. Time plays no part in it.
///
/// For one connection, whose TCP handshake is not counted. A client that writes only what it has to wait for nothing to write makes the
/// count exact.
final class RoundTrips implements AutoCloseable {
    private final ServerSocket front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int target;
    private boolean answered = true;
    private int flights;

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

    private synchronized void serverSpoke() {
        answered = true;
    }

    private void carry() {
        try (Socket client = front.accept(); Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> pump(server, client, this::serverSpoke));
            pump(client, server, this::clientSpoke);
            back.join();
        } catch (IOException | InterruptedException over) {
            // The test has seen what it wanted.
        }
    }

    private static void pump(Socket from, Socket to, Runnable told) {
        byte[] chunk = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                told.run();
                out.write(chunk, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException over) {
            // One of the two is gone.
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
