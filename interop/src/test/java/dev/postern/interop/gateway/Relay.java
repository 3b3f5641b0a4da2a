package dev.postern.interop.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/// Stands between a client and the gateway as whoever owns the wire does: it may hold back the first flight of one of a client's
/// connections, or send it ahead on a connection of its own.
public final class Relay implements AutoCloseable {
    private static final int RECORD_HEADER_BYTES = 5;

    private final ServerSocket socket;
    private final IntUnaryOperator target;
    private final Interest interest;
    private final BeforeFlight before;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean acted = new AtomicBoolean();

    /// Which flight it is about.
    private interface Interest {
        boolean in(int connection, byte[] flight);
    }

    /// What happens when the first record of a connection is here, and before the gateway gets it.
    @FunctionalInterface
    public interface BeforeFlight {
        /// @param flight what the client has sent so far, its whole ClientHello at least
        void act(byte[] flight) throws IOException;
    }

    /// Acts on the client's second connection.
    public Relay(int target, BeforeFlight before) {
        this(target, target, before);
    }

    /// The same, where the second connection and all behind it go to another gateway than the first.
    public Relay(int firstTarget, int laterTarget, BeforeFlight before) {
        this(connection -> connection == 1 ? firstTarget : laterTarget, (connection, flight) -> connection == 2,
                before);
    }

    /// Acts on the first flight that offers early data: a browser opens connections as it likes.
    public static Relay ofEarlyData(int target, BeforeFlight before) {
        return new Relay(connection -> target, (connection, flight) -> SeenHello.offersEarlyData(flight), before);
    }

    private Relay(IntUnaryOperator target, Interest interest, BeforeFlight before) {
        this.target = target;
        this.interest = interest;
        this.before = before;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
        Thread.ofVirtual().name("relay").start(this::acceptConnections);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void acceptConnections() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().name("relay-" + number).start(() -> carry(client, number));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException("the relay's socket broke", e);
                }
            }
        }
    }

    private void carry(Socket client, int number) {
        try (client) {
            byte[] flight = readHello(client.getInputStream());
            if (interest.in(number, flight) && acted.compareAndSet(false, true)) {
                before.act(flight);
            }
            try (Socket gateway = new Socket(InetAddress.getLoopbackAddress(), target.applyAsInt(number))) {
                gateway.getOutputStream().write(flight);
                pump(client, gateway);
            }
        } catch (IOException e) {
            // Either end may cut the line; what that means is read from their reports.
        }
    }

    /// What arrived until the first record is whole.
    private static byte[] readHello(InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16_384];
        int wanted = RECORD_HEADER_BYTES;
        while (bytes.size() < wanted) {
            int read = stream.read(buffer);
            if (read < 0) {
                throw new EOFException("the client sent no whole record");
            }
            bytes.write(buffer, 0, read);
            byte[] all = bytes.toByteArray();
            if (all.length >= RECORD_HEADER_BYTES) {
                wanted = RECORD_HEADER_BYTES + ((all[3] & 0xff) << 8 | (all[4] & 0xff));
            }
        }
        return bytes.toByteArray();
    }

    private static void pump(Socket client, Socket gateway) throws IOException {
        client.setTcpNoDelay(true);
        gateway.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().name("relay-back").start(() -> copy(gateway, client));
        copy(client, gateway);
        try {
            back.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while a connection ends");
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other end is gone; its reader ends, too.
        }
    }

    /// Keeps what the client sent for so long: the delay is the attack.
    public static void hold(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while a flight is held back");
        }
    }

    /// Sends a captured flight to the gateway, waits until it answers, and leaves.
    public static void replay(int target, byte[] flight) throws IOException {
        try (Decoy decoy = new Decoy()) {
            decoy.send(target, flight);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("the relay's socket did not close", e);
        }
    }
}
