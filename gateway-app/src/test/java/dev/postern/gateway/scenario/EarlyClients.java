package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A gateway with early data on, an upstream that knows about it, and clients that hold tickets.
final class EarlyClients implements AutoCloseable {
    static final String HOST = "early.localhost";
    static final String ANSWER = "the upstream's answer";

    final ScriptedUpstream upstream;
    final OperatedGateway gateway;
    final String host;
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);

    /// @param more settings of the gateway
    EarlyClients(Path folder, String... more) throws IOException {
        upstream = new ScriptedUpstream(EarlyClients::serve);
        // A store that is slow on a loaded machine would refuse what these tests need accepted.
        gateway = new OperatedGateway(folder,
                Stream.concat(Stream.of("--postern.replay.budget=20s"), Stream.of(more)).toArray(String[]::new));
        String certificate = gateway.certificate(HOST,
                DevelopmentAuthority.create(Instant.now()).issue(List.of(HOST)));
        host = gateway.host(HOST, certificate,
                Map.of("earlyData", Map.of("issueMaxBytes", 16_384, "accept", true)));
        String target = gateway.upstream("aware", upstream.port(), true);
        for (String action : List.of("hold", "tooEarly", "allow")) {
            gateway.route(host, "/" + action, target, action);
        }
        gateway.route(host, "/safe", target, "allow",
                Map.of("earlyDataMethods", List.of("GET", "HEAD"), "earlyDataQuery", false));
    }

    /// Answers with how long the body was; never below `/allow/stall`.
    private static void serve(ScriptedUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            int length = connection.readBody().length();
            if (head.contains(" /allow/stall")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun");
                connection.in.read();
                return;
            }
            String answer = ANSWER + (length == 0 ? "" : " to " + length);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
        }
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
    }

    EngineSocket connect() throws IOException {
        return connect("http/1.1", gateway.port());
    }

    EngineSocket connectTo(int port) throws IOException {
        return connect("http/1.1", port);
    }

    private EngineSocket connect(String protocol, int port) throws IOException {
        return new EngineSocket(environment, port, TlsClientConfig.to(HOST).applicationProtocols(protocol).build());
    }

    /// A client of HTTP/1.1 with more to its configuration.
    EngineSocket connect(int port, UnaryOperator<TlsClientConfig.Builder> more) throws IOException {
        return new EngineSocket(environment, port,
                more.apply(TlsClientConfig.to(HOST).applicationProtocols("http/1.1")).build());
    }

    /// A client that will send early data with this ticket.
    EngineSocket connect(ClientSession ticket) throws IOException {
        return connect(ticket, gateway.port());
    }

    /// The same through somebody in between.
    EngineSocket connect(ClientSession ticket, int port) throws IOException {
        return new EngineSocket(environment, port, TlsClientConfig.to(HOST)
                .applicationProtocols(Objects.requireNonNull(ticket.applicationProtocol())).sessions(List.of(ticket))
                .earlyData(true).build());
    }

    ClientSession ticket() throws IOException {
        return ticket("http/1.1");
    }

    ClientSession ticket(String protocol) throws IOException {
        try (EngineSocket client = connect(protocol, gateway.port())) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        }
    }

    /// An HTTP/2 client whose first frames, up to [EarlyHttp2#start], are early data.
    EarlyHttp2 connectHttp2() throws IOException {
        return new EarlyHttp2(connect(ticket("h2")), HOST);
    }

    /// Reads until the client could send its Finished, and keeps that back.
    static byte[] keepFinishedBack(EngineSocket client) throws IOException {
        client.until(() -> client.engine().stage() == Stage.CONNECTED);
        return client.heldBack();
    }

    /// Reads until the client is done with the handshake, and sends its Finished.
    static void finish(EngineSocket client) throws IOException {
        client.raw(keepFinishedBack(client));
    }

    /// Sends a request through another connection and sees it arrive: what was sent before, and went on at once, is there by now.
    String nextHeadAfterMarker() throws IOException, InterruptedException {
        try (EngineSocket other = connect()) {
            other.handshake().send(get("/hold/marker"));
            other.untilText(ANSWER);
        }
        return upstream.nextHead();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        upstream.close();
    }
}
