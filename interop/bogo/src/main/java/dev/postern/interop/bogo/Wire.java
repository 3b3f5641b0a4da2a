package dev.postern.interop.bogo;

import dev.postern.tls.event.ArrayOutput;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/// The socket to the runner, with the ciphertext that is not processed yet.
final class Wire {

    private static final int STEP_BYTES = 16_384;

    private final Socket socket;
    private final InputStream in;
    private final int stepBytes;
    private final ArrayOutput outbox = new ArrayOutput();
    private byte[] buffer = new byte[2 * STEP_BYTES];
    private int filled;

    /// @param byteByByte whether the engine sees each byte alone
    Wire(Socket socket, boolean byteByByte) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.stepBytes = byteByByte ? 1 : STEP_BYTES;
    }

    ArrayOutput outbox() {
        return outbox;
    }

    byte[] buffer() {
        return buffer;
    }

    int filled() {
        return filled;
    }

    void consume(int bytes) {
        System.arraycopy(buffer, bytes, buffer, 0, filled - bytes);
        filled -= bytes;
    }

    void flush() throws IOException {
        if (!outbox.isEmpty()) {
            socket.getOutputStream().write(outbox.take());
        }
    }

    /// @return false at the end of the stream
    boolean readMore() throws IOException {
        int read = in.read(buffer, filled, Math.min(stepBytes, buffer.length - filled));
        filled += Math.max(read, 0);
        return read >= 0;
    }

    /// Half-closes and reads on until the runner closes: else what we sent last, an alert perhaps, could be lost to a reset.
    void drain() throws IOException {
        flush();
        socket.shutdownOutput();
        while (in.read(buffer) >= 0) {
            // What still comes is nobody's concern.
        }
    }
}
