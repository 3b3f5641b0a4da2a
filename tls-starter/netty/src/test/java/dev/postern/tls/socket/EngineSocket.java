package dev.postern.tls.socket;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.ArrayOutput;
import dev.postern.tls.event.ArraySink;
import dev.postern.tls.event.DataKind;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Our client engine on a blocking socket, in steps: a test decides what is written when, keeps flights back, and sees every byte.
public final class EngineSocket implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    public final List<TlsEvent> events = new ArrayList<>();
    public final List<ClientSession> sessions = new ArrayList<>();
    private final Socket socket;
    private final TlsClientEngine engine;
    private final ArrayOutput output = new ArrayOutput();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private byte[] unread = {};
    private boolean ended;

    public EngineSocket(EngineEnvironment environment, int port, TlsClientConfig config) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        engine = new TlsClientEngine(environment, config);
    }

    public TlsClientEngine engine() {
        return engine;
    }

    /// Writes the ClientHello and, behind it, early data. Returns the flight.
    public byte[] start(String earlyData) throws IOException {
        return start(earlyData.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] start(byte[] earlyData) throws IOException {
        engine.start(output);
        if (earlyData.length > 0 && engine.send(earlyData, 0, earlyData.length, output) < earlyData.length) {
            throw new IllegalArgumentException("more than the ticket allows: " + earlyData.length + " bytes");
        }
        return flush();
    }

    /// Reads until the handshake is done and sends our Finished.
    public EngineSocket handshake() throws IOException {
        start("");
        until(() -> engine.stage() == TlsEngine.Stage.CONNECTED);
        flush();
        return this;
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public EngineSocket sending(String text) throws IOException {
        send(text);
        return this;
    }

    public void send(byte[] bytes) throws IOException {
        engine.send(bytes, 0, bytes.length, output);
        flush();
    }

    public void closeNotify() throws IOException {
        engine.close(output);
        flush();
    }

    /// Moves both directions to their next keys.
    public void updateKeys() throws IOException {
        engine.updateKeys(true, output);
        flush();
    }

    /// What the engine wants to send goes out now; returns it.
    public byte[] flush() throws IOException {
        byte[] bytes = output.take();
        socket.getOutputStream().write(bytes);
        return bytes;
    }

    /// The ClientHello, not sent: the caller may send it in another form.
    public byte[] hello() {
        engine.start(output);
        return heldBack();
    }

    /// What the engine wants to send, not sent: the caller may send something else.
    public byte[] heldBack() {
        return output.take();
    }

    public void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Reads (answers of the engine are held back) until the condition holds.
    public EngineSocket until(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            if (!readOnce()) {
                throw new IOException("the server closed before that; events: " + events + ", text: " + text());
            }
        }
        return this;
    }

    public String untilText(String expected) throws IOException {
        until(() -> text().contains(expected));
        return text();
    }

    /// Reads until the server closes.
    public String untilClosed() throws IOException {
        while (readOnce()) {
            // the engine takes it
        }
        return text();
    }

    /// Waits for a first byte of an answer that this engine could not read, as whoever replays a captured flight.
    public void untilAnswered() throws IOException {
        if (socket.getInputStream().read() < 0) {
            throw new IOException("the server closed without an answer");
        }
    }

    /// Goes without a word, as a process that is killed.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /// What comes; reading it waits for more, and the engine's answers are held back.
    public InputStream input() {
        return new InputStream() {
            private int at;

            @Override
            public int read() throws IOException {
                return await() ? received.toByteArray()[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0 || !await()) {
                    return length == 0 ? 0 : -1;
                }
                int count = Math.min(length, received.size() - at);
                System.arraycopy(received.toByteArray(), at, into, offset, count);
                at += count;
                return count;
            }

            private boolean await() throws IOException {
                while (received.size() == at) {
                    if (!readOnce()) {
                        return false;
                    }
                }
                return true;
            }
        };
    }

    private boolean readOnce() throws IOException {
        if (ended) {
            return false;
        }
        byte[] chunk = new byte[32 * 1024];
        int count = socket.getInputStream().read(chunk);
        if (count < 0) {
            ended = true;
            engine.endOfInput(new Sink());
            return false;
        }
        byte[] all = new byte[unread.length + count];
        System.arraycopy(unread, 0, all, 0, unread.length);
        System.arraycopy(chunk, 0, all, unread.length, count);
        int at = 0;
        int consumed;
        do {
            consumed = engine.receive(all, at, all.length - at, output, new Sink());
            at += consumed;
        } while (answer() || consumed > 0);
        unread = Arrays.copyOfRange(all, at, all.length);
        return true;
    }

    private boolean answer() {
        Pause<?> pause = engine.pause().orElse(null);
        if (pause == null) {
            return false;
        }
        if (pause instanceof Pause.VerifyPeer verify) {
            verify.resume(new PeerVerdict.Trusted(), output, new Sink());
        } else if (pause instanceof Pause.Sign sign) {
            sign.resume(sign.credential().signer().sign(sign.scheme(), sign.content()).toCompletableFuture().join(),
                    output,
                    new Sink());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private final class Sink extends ArraySink {
        @Override
        protected void data(byte[] bytes, DataKind kind) {
            received.writeBytes(bytes);
        }

        @Override
        public void event(TlsEvent event) {
            events.add(event);
            if (event instanceof TlsEvent.TicketReceived ticket) {
                sessions.add(ticket.session());
            }
        }
    }
}
