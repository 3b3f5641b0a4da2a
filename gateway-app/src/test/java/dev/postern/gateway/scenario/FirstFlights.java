package dev.postern.gateway.scenario;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// First flights of clients of every kind, taken from the wire: a test decides when they arrive.
///
/// @param gateway whose tickets the clients hold
record FirstFlights(OperatedGateway gateway) {
    static final int SUPPORTED_VERSIONS = 43;
    static final int PRE_SHARED_KEY = 41;
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int MESSAGE_HEADER_BYTES = 4;
    private static final int VERSION_AND_RANDOM_BYTES = 34;
    private static final EngineEnvironment ENVIRONMENT = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);

    /// Two from one connection, with the same cipher suite from every host.
    List<ClientSession> tickets(String host) throws IOException {
        try (EngineSocket client = new EngineSocket(ENVIRONMENT, gateway.port(), to(host).build())) {
            client.handshake().until(() -> client.sessions.size() == 2);
            return List.copyOf(client.sessions);
        }
    }

    ClientSession ticket(String host) throws IOException {
        return tickets(host).getFirst();
    }

    private static TlsClientConfig.Builder to(String host) {
        return TlsClientConfig.to(host).applicationProtocols("http/1.1")
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256));
    }

    /// Of a client as it should be, with a ticket of its own.
    byte[] honest(String host, String path) throws IOException {
        return with(ticket(host), path);
    }

    static byte[] with(ClientSession ticket, String path) throws IOException {
        return with(List.of(ticket), path, client -> client);
    }

    /// @param client what is uncommon about it
    static byte[] with(List<ClientSession> tickets, String path, UnaryOperator<TlsClientConfig.Builder> client)
            throws IOException {
        String host = tickets.getFirst().serverName();
        return flight(client.apply(to(host).sessions(tickets).earlyData(true)),
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    /// With a body of so many bytes.
    static byte[] with(ClientSession ticket, String path, int bodyBytes) throws IOException {
        String host = ticket.serverName();
        return flight(to(host).sessions(List.of(ticket)).earlyData(true), "POST " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nContent-Length: " + bodyBytes + "\r\n\r\n" + "x".repeat(bodyBytes));
    }

    /// Of a client that was never here.
    static byte[] first(String host) throws IOException {
        return flight(to(host), "");
    }

    private static byte[] flight(TlsClientConfig.Builder client, String early) throws IOException {
        try (ServerSocket wire = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EngineSocket sender = new EngineSocket(ENVIRONMENT, wire.getLocalPort(), client.build())) {
            return sender.start(early.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// The same flight whose ClientHello lacks an extension, as no client of ours would send it.
    static byte[] without(int extensionType, byte[] flight) {
        int recordEnd = RECORD_HEADER_BYTES + ByteBuffer.wrap(flight).getShort(RECORD_HEADER_BYTES - 2);
        ByteBuffer in = ByteBuffer.wrap(flight, 0, recordEnd);
        in.position(RECORD_HEADER_BYTES + MESSAGE_HEADER_BYTES + VERSION_AND_RANDOM_BYTES);
        in.position(in.position() + 1 + in.get(in.position()));
        in.position(in.position() + 2 + in.getShort(in.position()));
        in.position(in.position() + 1 + in.get(in.position()));
        int extensionsAt = in.position();
        ByteBuffer out = ByteBuffer.allocate(flight.length).put(flight, 0, extensionsAt + 2);
        in.getShort();
        while (in.hasRemaining()) {
            int at = in.position();
            int type = in.getShort();
            int end = at + 4 + in.getShort();
            if (type != extensionType) {
                out.put(flight, at, end - at);
            }
            in.position(end);
        }
        out.putShort(extensionsAt, (short) (out.position() - extensionsAt - 2));
        // The message's length has three bytes, of which the first stays 0.
        out.putShort(RECORD_HEADER_BYTES + 2, (short) (out.position() - RECORD_HEADER_BYTES - MESSAGE_HEADER_BYTES));
        out.putShort(RECORD_HEADER_BYTES - 2, (short) (out.position() - RECORD_HEADER_BYTES));
        out.put(flight, recordEnd, flight.length - recordEnd);
        return Arrays.copyOf(out.array(), out.position());
    }
}
