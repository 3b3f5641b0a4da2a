package dev.postern.gateway.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One end of an HTTP/1.1 connection on a blocking socket, byte for byte.
public class Http1Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    public final Socket socket;
    public final InputStream in;
    public final OutputStream out;
    private String head = "";

    public Http1Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// The next head, or null at the end.
    public String readHead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            bytes.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        head = bytes.toString(StandardCharsets.ISO_8859_1);
        return head;
    }

    /// The value of a field in the last head, or null.
    public String field(String name) {
        return field(head, name);
    }

    public static String field(String head, String name) {
        return head.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse(null);
    }

    public void skipBody() throws IOException {
        readBody();
    }

    /// The body of the last head, by its length, in chunks, or none. Trailers stand behind it in brackets.
    public String readBody() throws IOException {
        String length = field("content-length");
        if (length != null) {
            return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
        }
        StringBuilder body = new StringBuilder();
        if ("chunked".equals(field("transfer-encoding"))) {
            for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                body.append(new String(chunk, StandardCharsets.ISO_8859_1));
            }
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                body.append('[').append(line).append(']');
            }
        }
        return body.toString();
    }

    /// One chunk; the last is empty, and its trailers are still to be read.
    public byte[] readChunk() throws IOException {
        int size = Integer.parseInt(readLine(), 16);
        byte[] data = in.readNBytes(size);
        if (data.length < size) {
            throw new IOException("closed in the middle of a chunk");
        }
        if (size > 0) {
            readLine();
        }
        return data;
    }

    public String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed by the other end");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    public void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// Ends the connection with a reset, as a process that dies does.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
