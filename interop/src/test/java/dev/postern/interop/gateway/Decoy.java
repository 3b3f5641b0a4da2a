package dev.postern.interop.gateway;

import dev.postern.interop.engine.Deadline;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/// A connection of whoever captured a client's first flight: it is sent, answered, and never finished.
public final class Decoy implements AutoCloseable {
    private Optional<Socket> socket = Optional.empty();

    /// Returns when the gateway has judged the flight and answers.
    public void send(int target, byte[] flight) throws IOException {
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), target);
        socket = Optional.of(connected);
        connected.setSoTimeout((int) Deadline.WAIT.toMillis());
        connected.getOutputStream().write(flight);
        if (connected.getInputStream().read() < 0) {
            throw new EOFException("the gateway did not answer the captured flight");
        }
    }

    @Override
    public void close() throws IOException {
        if (socket.isPresent()) {
            socket.get().close();
        }
    }
}
