package dev.postern.tls.event;

import java.util.Arrays;

/// Records for the peer in one array that grows: for a caller with a blocking socket, who writes them once the engine's call is over.
public final class ArrayOutput implements TlsOutput {
    private byte[] array = new byte[4096];
    private int length;

    @Override
    public byte[] reserve(int bytes) {
        if (array.length - length < bytes) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + bytes));
        }
        return array;
    }

    @Override
    public int position() {
        return length;
    }

    @Override
    public void commit(int bytes) {
        length += bytes;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// All that is to be sent; it stays.
    public byte[] bytes() {
        return Arrays.copyOf(array, length);
    }

    /// All that is to be sent, for a caller who sends it now.
    public byte[] take() {
        byte[] taken = bytes();
        length = 0;
        return taken;
    }
}
