package dev.postern.gateway.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An upstream on a bare socket: what arrives is kept byte for byte, what is answered is the test's script.
public final class ScriptedUpstream implements AutoCloseable {
    /// Answers one connection.
    @FunctionalInterface
    public interface Script {
        void serve(Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /// Heads in the order of their arrival.
    public final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    /// One entry for each connection whose end was seen.
    public final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    public ScriptedUpstream(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers every request with 200 and this text.
    public static ScriptedUpstream answering(String text) throws IOException {
        return new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public int connections() {
        return sockets.size();
    }

    /// The next head that arrives.
    public String nextHead() throws InterruptedException {
        String head = heads.poll(20, TimeUnit.SECONDS);
        if (head == null) {
            throw new AssertionError("no request reached the upstream");
        }
        return head;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Connection(socket));
        } catch (IOException gone) {
            // Told below, like any other end.
        }
        ends.add("closed");
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// One connection from the gateway.
    public final class Connection {
        public final InputStream in;
        public final OutputStream out;
        private String head = "";

        Connection(Socket socket) throws IOException {
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        /// The next head, or null at the end.
        public String readHead() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                bytes.write(next);
                String text = bytes.toString(StandardCharsets.ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    head = text;
                    heads.add(text);
                    return text;
                }
            }
        }

        public void skipBody() throws IOException {
            readBody();
        }

        /// The body of the last head, by its length or in chunks.
        public String readBody() throws IOException {
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            int at = lower.indexOf("content-length: ");
            if (at >= 0) {
                int length = Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
                return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            }
            StringBuilder body = new StringBuilder();
            if (lower.contains("transfer-encoding: chunked")) {
                for (int size = Integer.parseInt(readLine(), 16); size > 0; size = Integer.parseInt(readLine(), 16)) {
                    body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
                    readLine();
                }
                for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                    body.append('[').append(line).append(']');
                }
            }
            return body.toString();
        }

        public String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the gateway closed");
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
    }
}
