package dev.postern.tls.socket;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// One end of an HTTP/2 connection on a blocking socket, frame by frame (RFC 9113 4). It writes what no codec would: fields leave in the
/// order and with the bytes that the test gives, and windows are opened by the test alone.
///
/// It reads when the test waits for something, and not before.
public final class Http2Wire implements AutoCloseable {
    public static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MOST_PAYLOAD = 16_384;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// @param fields of a HEADERS frame, else null
    public record Frame(int type, int flags, int stream, byte[] payload, Http2Headers fields) {
        public boolean isLast() {
            return (type == Http2FrameTypes.DATA || type == Http2FrameTypes.HEADERS) && (flags & END_STREAM) != 0;
        }

        /// The last four bytes of it as a number: the code of a reset, the increment of a window.
        public int number() {
            return ByteBuffer.wrap(payload).getInt(payload.length - 4);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder fields = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Integer> settings = new HashMap<>();
    private final Map<Integer, Integer> opened = new HashMap<>();
    private final Map<Integer, Integer> sent = new HashMap<>();
    private int pings;

    private Http2Wire(Socket socket) throws IOException {
        this(socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    private Http2Wire(Socket socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// A client that has written its preface and knows nothing of the server's settings yet.
    public static Http2Wire client(InputStream in, OutputStream out) throws IOException {
        Http2Wire wire = new Http2Wire(null, in, out);
        out.write(PREFACE);
        wire.frame(Http2FrameTypes.SETTINGS, 0, 0);
        return wire;
    }

    /// A client that verifies whom it speaks to, and has read the server's settings.
    public static Http2Wire client(SSLContext tls, String serverName, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, serverName, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{"h2"});
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        Http2Wire wire = new Http2Wire(socket);
        wire.out.write(PREFACE);
        wire.frame(Http2FrameTypes.SETTINGS, 0, 0);
        wire.await(frame -> frame.type() == Http2FrameTypes.SETTINGS && (frame.flags() & ACK) == 0);
        return wire;
    }

    /// A server on an accepted connection, which the client has prior knowledge of.
    public static Http2Wire server(Socket accepted) throws IOException {
        Http2Wire wire = new Http2Wire(accepted);
        wire.in.readNBytes(PREFACE.length);
        wire.frame(Http2FrameTypes.SETTINGS, 0, 0);
        return wire;
    }

    public X509Certificate certificate() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /// What the other end set, by identifier.
    public Map<Integer, Integer> settings() {
        return settings;
    }

    // Out

    public void frame(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
        out.flush();
    }

    /// @param last   whether it ends the message
    /// @param fields names and values in turn, a char a byte
    public Http2Wire headers(int stream, boolean last, String... fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            // RFC 7541 6.2.2: a literal with a new name, not indexed
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        frame(Http2FrameTypes.HEADERS, last ? END_HEADERS | END_STREAM : END_HEADERS, stream, block.toByteArray());
        return this;
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 126) {
            throw new IllegalArgumentException("longer than one byte can tell");
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    /// Whatever the window says.
    public Http2Wire data(int stream, boolean last, byte... bytes) throws IOException {
        frame(Http2FrameTypes.DATA, last ? END_STREAM : 0, stream, bytes);
        sent.merge(stream, bytes.length, Integer::sum);
        sent.merge(0, bytes.length, Integer::sum);
        return this;
    }

    public Http2Wire data(int stream, boolean last, String text) throws IOException {
        return data(stream, last, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// CANCEL.
    public void reset(int stream) throws IOException {
        frame(Http2FrameTypes.RST_STREAM, 0, stream, number(8));
    }

    public void openWindow(int stream, int bytes) throws IOException {
        frame(Http2FrameTypes.WINDOW_UPDATE, 0, stream, number(bytes));
    }

    /// @param lastStream the last that was or will be answered
    public void goAway(int lastStream) throws IOException {
        frame(Http2FrameTypes.GO_AWAY, 0, 0, ByteBuffer.allocate(8).putInt(lastStream).putInt(0).array());
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    // Windows

    /// How much the other end has allowed on this stream in all, sent or not.
    public int allowed(int stream) {
        int initial = stream == 0 ? 65_535 : settings.getOrDefault(INITIAL_WINDOW_SIZE, 65_535);
        return initial + opened.getOrDefault(stream, 0);
    }

    public int sent(int stream) {
        return sent.getOrDefault(stream, 0);
    }

    /// Sends as much as both windows allow now.
    public void fillWindow(int stream, int most) throws IOException {
        int left = Math.min(most - sent(stream),
                Math.min(allowed(stream) - sent(stream), allowed(0) - sent(0)));
        while (left > 0) {
            byte[] piece = new byte[Math.min(left, MOST_PAYLOAD)];
            data(stream, false, piece);
            left -= piece.length;
        }
    }

    /// Waits until the other end has dealt with all that was sent.
    public void fence() throws IOException {
        byte[] mark = ByteBuffer.allocate(8).putLong(++pings).array();
        frame(Http2FrameTypes.PING, 0, 0, mark);
        await(frame -> frame.type() == Http2FrameTypes.PING && (frame.flags() & ACK) != 0);
    }

    // In

    /// The first frame that is so, whatever comes before.
    public Frame await(Predicate<Frame> wanted) throws IOException {
        Frame next = next();
        while (!wanted.test(next)) {
            next = next();
        }
        return next;
    }

    private Frame next() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        int type = lengthAndType & 0xff;
        switch (type) {
            case Http2FrameTypes.SETTINGS -> settings(flags, payload);
            case Http2FrameTypes.PING -> {
                if ((flags & ACK) == 0) {
                    frame(Http2FrameTypes.PING, ACK, 0, payload);
                }
            }
            case Http2FrameTypes.WINDOW_UPDATE -> opened.merge(stream, ByteBuffer.wrap(payload).getInt(), Integer::sum);
            default -> {
            }
        }
        return new Frame(type, flags, stream, payload,
                type == Http2FrameTypes.HEADERS ? fields(stream, payload) : null);
    }

    private void settings(int flags, byte[] payload) throws IOException {
        if ((flags & ACK) != 0) {
            return;
        }
        ByteBuffer entries = ByteBuffer.wrap(payload);
        while (entries.hasRemaining()) {
            settings.put((int) entries.getShort(), entries.getInt());
        }
        frame(Http2FrameTypes.SETTINGS, ACK, 0);
    }

    private Http2Headers fields(int stream, byte[] block) throws IOException {
        try {
            return fields.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception malformed) {
            throw new IOException(malformed);
        }
    }

    /// The next request that comes.
    public Frame nextRequest() throws IOException {
        return await(frame -> frame.type() == Http2FrameTypes.HEADERS);
    }

    /// Waits for the other end to close, whatever comes before.
    public boolean isClosedByPeer() throws IOException {
        try {
            await(frame -> false);
            return false;
        } catch (EOFException end) {
            return true;
        }
    }

    /// The next piece of an answer's body; what ends the stream instead is a failure.
    public Frame nextData(int stream) throws IOException {
        Frame next = await(frame -> frame.stream() == stream && frame.type() != Http2FrameTypes.WINDOW_UPDATE);
        while (next.type() == Http2FrameTypes.HEADERS) {
            next = await(frame -> frame.stream() == stream && frame.type() != Http2FrameTypes.WINDOW_UPDATE);
        }
        if (next.type() != Http2FrameTypes.DATA) {
            throw new IOException("no data, but a frame of type " + next.type() + ": " + next.number());
        }
        return next;
    }

    /// Status and body of so many answers, by their streams, however they are mixed.
    public Map<Integer, String> answers(int count) throws IOException {
        Map<Integer, StringBuilder> answers = new HashMap<>();
        int whole = 0;
        while (whole < count) {
            Frame next = await(frame -> frame.stream() != 0);
            StringBuilder answer = answers.computeIfAbsent(next.stream(), _ -> new StringBuilder());
            append(answer, next);
            whole += next.isLast() || isEnd(next) ? 1 : 0;
        }
        Map<Integer, String> texts = new HashMap<>();
        answers.forEach((stream, answer) -> texts.put(stream, answer.toString().strip()));
        return texts;
    }

    /// Status and body of the answer on a stream, or `reset` with its code if it was reset instead.
    public String answer(int stream) throws IOException {
        StringBuilder answer = new StringBuilder();
        Frame next = readInto(answer, stream);
        while (!next.isLast() && !isEnd(next)) {
            next = readInto(answer, stream);
        }
        return answer.toString().strip();
    }

    /// The same of a request that was left open, with the reset that follows the answer.
    public String wholeAnswer(int stream) throws IOException {
        StringBuilder answer = new StringBuilder();
        Frame next = readInto(answer, stream);
        while (!isEnd(next)) {
            next = readInto(answer, stream);
        }
        return answer.toString().strip();
    }

    private static boolean isEnd(Frame frame) {
        return frame.type() == Http2FrameTypes.RST_STREAM || frame.type() == Http2FrameTypes.GO_AWAY;
    }

    private Frame readInto(StringBuilder answer, int stream) throws IOException {
        Frame next = await(frame -> frame.stream() == stream || frame.type() == Http2FrameTypes.GO_AWAY);
        append(answer, next);
        return next;
    }

    private static void append(StringBuilder answer, Frame next) {
        switch (next.type()) {
            case Http2FrameTypes.HEADERS -> answer.append(next.fields().status()).append(' ');
            case Http2FrameTypes.DATA -> answer.append(new String(next.payload(), StandardCharsets.UTF_8));
            case Http2FrameTypes.RST_STREAM -> answer.append(" reset ").append(next.number());
            case Http2FrameTypes.GO_AWAY -> answer.append(" go away ").append(next.number());
            default -> {
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }
}
