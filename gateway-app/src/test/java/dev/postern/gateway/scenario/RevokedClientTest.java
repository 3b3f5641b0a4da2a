package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.scenario.ClientAuthority.Client;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients whose certificate is taken back while they are connected. They connected in time, and would never show it again.
@Timeout(120)
class RevokedClientTest {
    private static final String HOST = "guarded.localhost";
    private static final String GET = "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";

    @TempDir
    Path folder;
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private ClientAuthority authority;
    private OperatedGateway gateway;
    private String bundle;
    private Client bad;
    private Client good;

    @BeforeEach
    void start() throws Exception {
        authority = new ClientAuthority();
        gateway = new OperatedGateway(folder.resolve("data"));
        bundle = gateway.trustBundle("clients", authority.pem());
        gateway.host(HOST,
                gateway.certificate(HOST, DevelopmentAuthority.create(Instant.now()).issue(List.of(HOST))),
                Map.of("tls", Map.of("clientAuth", "require", "trustBundleId", bundle)));
        bad = authority.issue(folder, "bad", Duration.ofDays(1));
        good = authority.issue(folder, "good", Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private EngineSocket connect(Client client, String protocol) throws IOException {
        return new EngineSocket(environment, gateway.port(), TlsClientConfig.to(HOST).applicationProtocols(protocol)
                .credentials(List.of(client.credential(environment))).build()).handshake();
    }

    private void revoke(Client client) throws Exception {
        gateway.patch("/api/v1/trust-bundles/" + bundle,
                Map.of("crlPem", authority.revoking(Instant.now().plus(Duration.ofDays(7)), client)));
    }

    @Test
    @EarlyDataRule("2.9")
    void areMisdirectedWithTheirNextRequestAndTheOthersGoOn() throws Exception {
        try (EngineSocket revoked = connect(bad, "http/1.1"); EngineSocket other = connect(good, "http/1.1")) {
            assertThat(answer(revoked)).startsWith("HTTP/1.1 404 ");
            assertThat(answer(other)).startsWith("HTTP/1.1 404 ");
            revoke(bad);
            assertThat(answer(revoked)).startsWith("HTTP/1.1 421 ").contains("revoked");
            assertThat(answer(other)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void areMisdirectedWithTheirNextStreamAndTheOthersGoOn() throws Exception {
        try (EngineSocket revoked = connect(bad, "h2");
                Http2Wire badWire = wire(revoked);
                EngineSocket other = connect(good, "h2");
                Http2Wire goodWire = wire(other)) {
            assertThat(answer(badWire, 1)).startsWith("404");
            assertThat(answer(goodWire, 1)).startsWith("404");
            revoke(bad);
            assertThat(answer(badWire, 3)).startsWith("421");
            assertThat(answer(goodWire, 3)).startsWith("404");
        }
    }

    @Test
    void areAllMisdirectedWhenNobodyVouchesForThemAnyMore() throws Exception {
        try (EngineSocket client = connect(good, "http/1.1");
                EngineSocket second = connect(good, "h2");
                Http2Wire wire = wire(second)) {
            assertThat(answer(client)).startsWith("HTTP/1.1 404 ");
            assertThat(answer(wire, 1)).startsWith("404");
            gateway.patch("/api/v1/trust-bundles/" + bundle, Map.of("pem", new ClientAuthority().pem()));
            assertThat(answer(client)).startsWith("HTTP/1.1 421 ").contains("has changed");
            assertThat(answer(wire, 3)).startsWith("421");
        }
    }

    private static String answer(EngineSocket client) throws IOException {
        int before = client.text().length();
        client.send(GET);
        client.until(() -> client.text().indexOf("}", before) > 0);
        return client.text().substring(before);
    }

    private static Http2Wire wire(EngineSocket client) throws IOException {
        return Http2Wire.client(client.input(), new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                client.send(new byte[]{(byte) one});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                client.send(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
            }
        });
    }

    private static String answer(Http2Wire wire, int stream) throws IOException {
        wire.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", HOST, ":path", "/");
        return wire.answer(stream);
    }
}
