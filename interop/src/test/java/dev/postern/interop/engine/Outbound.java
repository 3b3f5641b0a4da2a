package dev.postern.interop.engine;

import dev.postern.tls.event.TlsOutput;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Collects the records that the engine writes, until they are flushed to the socket.
final class Outbound implements TlsOutput {
    private byte[] bytes = new byte[32_768];
    private int filled;

    @Override
    public byte[] reserve(int length) {
        if (bytes.length - filled < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + length));
        }
        return bytes;
    }

    @Override
    public int position() {
        return filled;
    }

    @Override
    public void commit(int length) {
        filled += length;
    }

    void flushTo(OutputStream stream) throws IOException {
        stream.write(bytes, 0, filled);
        stream.flush();
        filled = 0;
    }
}
