package dev.postern.tls.socket;

import dev.postern.tls.TlsEngine.Stage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An HTTP/2 client that speaks before it knows anything of the server: what is written before [#start] is early data, what is written
/// then waits for [#finish].
public final class EarlyHttp2 implements AutoCloseable {
    public final EngineSocket socket;
    public final Http2Wire wire;
    private final String authority;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private byte[] finished = {};
    private boolean begun;
    private boolean confirmed;

    public EarlyHttp2(EngineSocket socket, String authority) throws IOException {
        this.socket = socket;
        this.authority = authority;
        this.wire = Http2Wire.client(socket.input(), new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[]{(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                waiting.write(bytes, offset, length);
                if (confirmed) {
                    send();
                }
            }
        });
    }

    public EarlyHttp2 get(int stream, String path) throws IOException {
        wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", authority, ":path",
                path);
        return this;
    }

    /// Sends what was written so far as early data and reads nothing yet, so what follows is early data too.
    public EarlyHttp2 begin() throws IOException {
        byte[] early = waiting.toByteArray();
        waiting.reset();
        if (begun) {
            socket.send(early);
        } else {
            socket.start(early);
            begun = true;
        }
        return this;
    }

    /// Sends what is left of the early data and keeps Finished back.
    public EarlyHttp2 start() throws IOException {
        begin();
        socket.until(() -> socket.engine().stage() == Stage.CONNECTED);
        finished = socket.heldBack();
        return this;
    }

    /// Sends Finished and what was written since the first flight.
    public EarlyHttp2 finish() throws IOException {
        socket.raw(finished);
        confirmed = true;
        send();
        return this;
    }

    /// Sends a Finished that proves nothing.
    public void finishWrongly() throws IOException {
        finished[finished.length - 1] ^= 1;
        socket.raw(finished);
    }

    private void send() throws IOException {
        byte[] bytes = waiting.toByteArray();
        waiting.reset();
        if (bytes.length > 0) {
            socket.send(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
