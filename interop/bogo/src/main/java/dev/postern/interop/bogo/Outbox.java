package dev.postern.interop.bogo;

import dev.postern.tls.event.TlsOutput;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Records on their way to the runner.
final class Outbox implements TlsOutput {

    private byte[] bytes = new byte[4096];
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
        if (filled > 0) {
            stream.write(bytes, 0, filled);
            stream.flush();
            filled = 0;
        }
    }
}
