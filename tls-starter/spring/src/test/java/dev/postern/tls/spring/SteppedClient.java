package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A client that asks the same of an application over one protocol or another, in early data or behind its Finished, which it sends when the
/// test says so.
final class SteppedClient implements AutoCloseable {
    enum Protocol {
        HTTP_1_1("http/1.1"),
        HTTP_2("h2"),
        WEBSOCKET("http/1.1");

        /// Its name in ALPN.
        final String alpn;

        Protocol(String alpn) {
            this.alpn = alpn;
        }
    }

    private final EngineSocket socket;
    private final Protocol protocol;
    private Requests requests;

    private SteppedClient(EngineSocket socket, Protocol protocol) throws IOException {
        this.socket = socket;
        this.protocol = protocol;
        this.requests = Requests.over(protocol);
    }

    /// Asks in early data, and keeps Finished back.
    static SteppedClient early(ConfigurableApplicationContext application, Protocol protocol, String... paths)
            throws IOException {
        ClientSession ticket;
        try (EngineSocket first = open(application, offering(protocol))) {
            first.handshake().until(() -> !first.sessions.isEmpty());
            ticket = first.sessions.getFirst();
        }
        SteppedClient client = new SteppedClient(
                open(application, offering(protocol).sessions(List.of(ticket)).earlyData(true)), protocol);
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        for (String path : paths) {
            flight.writeBytes(client.requests.get(path));
        }
        client.socket.start(flight.toByteArray());
        return client;
    }

    /// One that is confirmed before it asks.
    static SteppedClient late(ConfigurableApplicationContext application, Protocol protocol) throws IOException {
        return new SteppedClient(open(application, offering(protocol)).handshake(), protocol);
    }

    private static TlsClientConfig.Builder offering(Protocol protocol) {
        return TlsClientConfig.to("localhost").applicationProtocols(protocol.alpn);
    }

    private static EngineSocket open(ConfigurableApplicationContext application, TlsClientConfig.Builder config)
            throws IOException {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        return new EngineSocket(application.getBean(EngineEnvironment.class), port, config.build());
    }

    SteppedClient get(String path) throws IOException {
        socket.send(requests.get(path));
        return this;
    }

    SteppedClient finish() throws IOException {
        socket.raw(finished());
        return this;
    }

    /// Sends a Finished that proves nothing.
    void finishWrongly() throws IOException {
        byte[] finished = finished();
        finished[finished.length - 1] ^= 1;
        socket.raw(finished);
    }

    private byte[] finished() throws IOException {
        return socket.until(() -> socket.engine().stage() == Stage.CONNECTED).heldBack();
    }

    /// RFC 8470 4: where early data was refused, the client begins again as on a new connection.
    SteppedClient beginAgain() throws IOException {
        requests = Requests.over(protocol);
        return this;
    }

    /// Reads until the answers contain this. Over HTTP/2 there are frames around them, which change nothing of a short body.
    String untilText(String expected) throws IOException {
        return socket.untilText(expected);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// What a protocol makes of requests.
    private interface Requests {
        byte[] get(String path) throws IOException;

        static Requests over(Protocol protocol) throws IOException {
            return switch (protocol) {
                case HTTP_1_1 -> path -> request(path, "");
                case HTTP_2 -> new Streams();
                case WEBSOCKET -> path -> request(path, """
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                        """);
            };
        }

        private static byte[] request(String path, String fields) {
            return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static final class Streams implements Requests {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final Http2Wire wire = Http2Wire.client(InputStream.nullInputStream(), written);
        private int stream = -1;

        Streams() throws IOException {}

        @Override
        public byte[] get(String path) throws IOException {
            stream += 2;
            wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", "localhost", ":path", path);
            byte[] frames = written.toByteArray();
            written.reset();
            return frames;
        }
    }
}
