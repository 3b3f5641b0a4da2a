package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A gateway with early data on, an upstream that knows about it, and clients that hold tickets.
final class EarlyClients implements AutoCloseable {
    static final String HOST = "early.localhost";
    static final String ANSWER = "the upstream's answer";

    final ScriptedUpstream upstream;
    final OperatedGateway gateway;
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);

    /// @param more settings of the gateway
    EarlyClients(Path folder, String... more) throws IOException {
        upstream = ScriptedUpstream.answering(ANSWER);
        // A store that is slow on a loaded machine would refuse what these tests need accepted.
        gateway = new OperatedGateway(folder,
                Stream.concat(Stream.of("--postern.replay.budget=20s"), Stream.of(more)).toArray(String[]::new));
        String certificate = gateway.certificate(HOST,
                DevelopmentAuthority.create(Instant.now()).issue(List.of(HOST)));
        String host = gateway.host(HOST, certificate,
                Map.of("earlyData", Map.of("issueMaxBytes", 16_384, "accept", true)));
        String target = gateway.upstream("aware", upstream.port(), true);
        for (String action : List.of("hold", "tooEarly", "allow")) {
            gateway.route(host, "/" + action, target, action);
        }
        gateway.route(host, "/safe", target, "allow",
                Map.of("earlyDataMethods", List.of("GET", "HEAD"), "earlyDataQuery", false));
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
    }

    EngineSocket connect() throws IOException {
        return connectTo(gateway.port());
    }

    EngineSocket connectTo(int port) throws IOException {
        return new EngineSocket(environment, port, TlsClientConfig.to(HOST).applicationProtocols("http/1.1").build());
    }

    /// A client that will send early data with this ticket.
    EngineSocket connect(ClientSession ticket) throws IOException {
        return new EngineSocket(environment, gateway.port(), TlsClientConfig.to(HOST).applicationProtocols("http/1.1")
                .sessions(List.of(ticket)).earlyData(true).build());
    }

    ClientSession ticket() throws IOException {
        try (EngineSocket client = connect()) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        }
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
