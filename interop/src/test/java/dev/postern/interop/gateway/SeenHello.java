package dev.postern.interop.gateway;

import java.nio.ByteBuffer;

/// What whoever owns the wire sees of a ClientHello (RFC 9846 4.2.2).
final class SeenHello {
    private static final int HEADERS_VERSION_AND_RANDOM_BYTES = 5 + 4 + 34;
    private static final int EARLY_DATA = 42;

    private SeenHello() {}

    /// @param flight begins with a record that holds the whole hello
    static boolean offersEarlyData(byte[] flight) {
        ByteBuffer hello = ByteBuffer.wrap(flight).position(HEADERS_VERSION_AND_RANDOM_BYTES);
        skip(hello, hello.get() & 0xff);
        skip(hello, hello.getShort());
        skip(hello, hello.get());
        int end = hello.getShort() + hello.position();
        while (hello.position() < end) {
            if (hello.getShort() == EARLY_DATA) {
                return true;
            }
            skip(hello, hello.getShort());
        }
        return false;
    }

    private static void skip(ByteBuffer hello, int bytes) {
        hello.position(hello.position() + bytes);
    }
}
