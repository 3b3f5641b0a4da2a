package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A gateway with a host of which clients may prove nothing, a certificate, or not even that they are no replay; and an upstream that answers
/// what ends in `/slow` when the test says so.
final class ProvenClients implements AutoCloseable {
    static final String HOST = "proof.localhost";
    static final String ANSWER = "fine";

    final ScriptedUpstream upstream;
    final OperatedGateway gateway;
    private final CountDownLatch answer = new CountDownLatch(1);
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private final ClientIdentity identity;

    ProvenClients(Path folder) throws Exception {
        identity = new ClientIdentity(folder.resolve("clients"));
        upstream = new ScriptedUpstream(this::serve);
        gateway = new OperatedGateway(folder, "--postern.replay.budget=20s");
    }

    private void serve(ScriptedUpstream.Connection connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            connection.skipBody();
            if (head.contains("/slow ")) {
                try {
                    answer.await();
                } catch (InterruptedException ended) {
                    return;
                }
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n" + ANSWER);
        }
    }

    /// From now on nothing is slow.
    void answerTheSlow() {
        answer.countDown();
    }

    /// A host that asks for certificates.
    ProvenClients asking(Map<String, ?> timeouts) throws IOException {
        return host(timeouts, Map.of("tls", Map.of("clientAuth", "request", "trustBundleId",
                gateway.trustBundle("clients", identity.authorityPem()))));
    }

    /// A host that lets early data in.
    ProvenClients lettingInEarly(Map<String, ?> timeouts) {
        return host(timeouts, Map.of("earlyData", Map.of("issueMaxBytes", 16_384, "accept", true)));
    }

    private ProvenClients host(Map<String, ?> timeouts, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("timeouts", timeouts);
        String host = gateway.host(HOST, gateway.certificate(HOST, authority.issue(List.of(HOST))), all);
        String target = gateway.upstream(ANSWER, upstream.port(), true);
        for (String action : List.of("hold", "allow")) {
            gateway.route(host, "/" + action, target, action);
        }
        return this;
    }

    EngineSocket anonymous(String protocol) throws IOException {
        return connect(protocol, List.of());
    }

    EngineSocket proven(String protocol) throws IOException {
        return connect(protocol, List.of(identity.credential(environment)));
    }

    private EngineSocket connect(String protocol, List<Credential> credentials) throws IOException {
        return new EngineSocket(environment, gateway.port(),
                TlsClientConfig.to(HOST).applicationProtocols(protocol).credentials(credentials).build()).handshake();
    }

    /// A client that will send early data.
    EngineSocket early(String protocol) throws IOException {
        ClientSession ticket;
        try (EngineSocket first = anonymous(protocol)) {
            first.until(() -> !first.sessions.isEmpty());
            ticket = first.sessions.getFirst();
        }
        return new EngineSocket(environment, gateway.port(), TlsClientConfig.to(HOST).applicationProtocols(protocol)
                .sessions(List.of(ticket)).earlyData(true).build());
    }

    EarlyHttp2 earlyHttp2() throws IOException {
        return new EarlyHttp2(early("h2"), HOST);
    }

    /// HTTP/2 on a connection whose handshake is done.
    static Http2Wire http2(EngineSocket socket) throws IOException {
        return Http2Wire.client(socket.input(), new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                socket.send(new byte[]{(byte) one});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                socket.send(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        });
    }

    /// How many exchanges of that route ended so.
    void awaitTimeout(String reason, String route) throws InterruptedException {
        gateway.awaitMeter("postern_http_timeouts_total{host=\"" + HOST + "\",reason=\"" + reason
                + "\",route=\"route of /" + route + "\"} 1.0");
    }

    @Override
    public void close() throws IOException {
        answerTheSlow();
        gateway.close();
        upstream.close();
    }
}
