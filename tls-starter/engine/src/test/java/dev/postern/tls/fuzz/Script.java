package dev.postern.tls.fuzz;

import java.util.Arrays;

/// Reads a fuzzer's bytes as decisions. When they end, every further decision is 0: no input is malformed.
final class Script {
    private final byte[] bytes;
    private int at;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    int u8() {
        return hasMore() ? bytes[at++] & 0xff : 0;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    /// At most so many bytes.
    byte[] bytes(int most) {
        int end = Math.min(bytes.length, at + most);
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    byte[] rest() {
        return bytes(bytes.length - at);
    }

    /// The decisions, then a stream: how seeds are written.
    static byte[] of(byte[] stream, int... decisions) {
        byte[] script = new byte[decisions.length + stream.length];
        for (int i = 0; i < decisions.length; i++) {
            script[i] = (byte) decisions[i];
        }
        System.arraycopy(stream, 0, script, decisions.length, stream.length);
        return script;
    }
}
