package dev.postern.benchmarks;

import dev.postern.tls.event.TlsOutput;

/// Bytes on their way from one engine to the other. Reused, so that it costs neither side anything.
final class Pipe implements TlsOutput {
    private final byte[] bytes = new byte[1 << 17];
    private int end;

    @Override
    public byte[] reserve(int wanted) {
        return bytes;
    }

    @Override
    public int position() {
        return end;
    }

    @Override
    public void commit(int written) {
        end += written;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return end;
    }

    void clear() {
        end = 0;
    }

    /// What the other side took; the rest moves to the front.
    void consumed(int taken) {
        System.arraycopy(bytes, taken, bytes, 0, end - taken);
        end -= taken;
    }
}
