package dev.postern.gateway.scenario;

import dev.postern.gateway.proxy.Http2Wire;
import dev.postern.tls.socket.EngineSocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An HTTP/2 client that speaks before it knows anything of the server: what is written before [#start] is early data, what is written
/// then waits for [#finish].
final class EarlyHttp2 implements AutoCloseable {
    final EngineSocket socket;
    final Http2Wire wire;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private byte[] finished = {};
    private boolean confirmed;

    EarlyHttp2(EngineSocket socket) throws IOException {
        this.socket = socket;
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

    EarlyHttp2 get(int stream, String path) throws IOException {
        wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", EarlyClients.HOST, ":path",
                path);
        return this;
    }

    /// Sends the first flight and keeps Finished back.
    EarlyHttp2 start() throws IOException {
        socket.start(waiting.toByteArray());
        waiting.reset();
        finished = EarlyClients.keepFinishedBack(socket);
        return this;
    }

    /// Sends Finished and what was written since the first flight.
    EarlyHttp2 finish() throws IOException {
        socket.raw(finished);
        confirmed = true;
        send();
        return this;
    }

    /// Sends a Finished that proves nothing.
    void finishWrongly() throws IOException {
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
