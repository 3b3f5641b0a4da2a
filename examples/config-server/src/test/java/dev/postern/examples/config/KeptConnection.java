package dev.postern.examples.config;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One TLS connection to the demo host, over which one request goes after another.
final class KeptConnection implements AutoCloseable {
    private static final String HOST = "demo.localhost";
    private static final int PATIENCE_MILLIS = 60_000;
    private final SSLSocket socket;

    KeptConnection(SSLContext tls, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(PATIENCE_MILLIS);
        socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, HOST, port, true);
        socket.startHandshake();
    }

    /// @return the status line
    String get() throws IOException {
        socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        String status = line(in);
        int length = 0;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        in.readNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
