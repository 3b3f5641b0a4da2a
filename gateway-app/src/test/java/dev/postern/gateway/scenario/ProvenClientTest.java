package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// How long a client may take depends on what it has proved: nothing, a certificate, or not even that it is no replay.
@Timeout(180)
class ProvenClientTest {
    private static final String HOST = "proof.localhost";
    private static final String BODY_MISSING = "POST /hold HTTP/1.1\r\nHost: " + HOST
            + "\r\nContent-Length: 5\r\n\r\nhel";
    private static final String COUNT = "postern_http_timeouts_total{host=\"" + HOST + "\",reason=\"requestBody\",";

    @TempDir
    Path folder;
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private @Nullable ClientIdentity identity;
    private ScriptedUpstream upstream;
    private OperatedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.answering("fine");
        gateway = new OperatedGateway(folder, "--postern.replay.budget=20s");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    /// @param more further fields of the host
    private void host(Map<String, ?> timeouts, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put("timeouts", timeouts);
        String host = gateway.host(HOST, gateway.certificate(HOST, authority.issue(List.of(HOST))), all);
        String target = gateway.upstream("fine", upstream.port(), true);
        for (String action : List.of("hold", "allow")) {
            gateway.route(host, "/" + action, target, action);
        }
    }

    private Map<String, ?> askingForCertificates() throws Exception {
        identity = new ClientIdentity(folder.resolve("clients"));
        return Map.of("tls", Map.of("clientAuth", "request", "trustBundleId",
                gateway.trustBundle("clients", identity.authorityPem())));
    }

    private EngineSocket anonymous() throws IOException {
        return new EngineSocket(environment, gateway.port(),
                TlsClientConfig.to(HOST).applicationProtocols("http/1.1").build()).handshake();
    }

    private EngineSocket proven() throws IOException {
        return new EngineSocket(environment, gateway.port(),
                TlsClientConfig.to(HOST).applicationProtocols("http/1.1")
                        .credentials(List.of(Objects.requireNonNull(identity).credential(environment))).build())
                .handshake();
    }

    @Test
    void anAnonymousClientsBodyMayTakeLessTimeThanAProvenOnes() throws Exception {
        host(Map.of("anonymousBodyTotal", "PT0.5S"), askingForCertificates());
        try (EngineSocket proven = proven(); EngineSocket anonymous = anonymous()) {
            proven.send(BODY_MISSING);
            anonymous.send(BODY_MISSING);
            assertThat(anonymous.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
            gateway.awaitMeter(COUNT + "route=\"route of /hold\"} 1.0");
            proven.send("lo");
            assertThat(proven.untilText("fine")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anAnonymousClientMayKeepItsConnectionForAShorterTime() throws Exception {
        host(Map.of("anonymousKeepAlive", "PT0.3S"), askingForCertificates());
        try (EngineSocket proven = proven(); EngineSocket anonymous = anonymous()) {
            proven.send("GET /hold HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            proven.untilText("fine");
            anonymous.send("GET /hold HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            assertThat(anonymous.untilClosed()).endsWith("fine");
            proven.send("GET /hold/again HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            proven.until(() -> proven.text().indexOf("fine") < proven.text().lastIndexOf("fine"));
        }
    }

    @Test
    void anAnonymousClientsHeadMayTakeLessTime() throws Exception {
        host(Map.of("anonymousHeader", "PT3S"), askingForCertificates());
        try (EngineSocket proven = proven(); EngineSocket anonymous = anonymous()) {
            proven.send("GET /hold HTTP/1.1\r\n");
            anonymous.send("GET /hold HTTP/1.1\r\n");
            assertThat(anonymous.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
            proven.send("Host: " + HOST + "\r\n\r\n");
            assertThat(proven.untilText("fine")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anEarlyRequestsBodyMayTakeLessTimeThanAConfirmedOnes() throws Exception {
        host(Map.of("earlyBodyTotal", "PT0.5S"),
                Map.of("earlyData", Map.of("issueMaxBytes", 16_384, "accept", true)));
        try (EngineSocket first = anonymous(); EngineSocket confirmed = anonymous()) {
            first.until(() -> !first.sessions.isEmpty());
            confirmed.send(BODY_MISSING);
            try (EngineSocket early = new EngineSocket(environment, gateway.port(),
                    TlsClientConfig.to(HOST).applicationProtocols("http/1.1")
                            .sessions(List.of(first.sessions.getFirst())).earlyData(true).build())) {
                early.start(BODY_MISSING.replace("/hold", "/allow"));
                EarlyClients.keepFinishedBack(early);
                assertThat(early.untilText("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
                gateway.awaitMeter(COUNT + "route=\"route of /allow\"} 1.0");
            }
            confirmed.send("lo");
            assertThat(confirmed.untilText("fine")).startsWith("HTTP/1.1 200 ");
        }
    }

    /// What a route allows may change while a connection is open; the next exchange on it has the new time.
    @Test
    void anExchangeHasTheTimeoutsThatHoldWhenItArrives() throws Exception {
        host(Map.of(), Map.of());
        try (EngineSocket client = anonymous()) {
            client.send("GET /hold HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            client.untilText("fine");
            gateway.patchRoute("route of /hold", Map.of("timeouts", Map.of("bodyTotal", "PT0.3S")));
            client.send(BODY_MISSING);
            assertThat(client.untilText("HTTP/1.1 408 ")).startsWith("HTTP/1.1 200 ");
        }
    }

    /// Keep-alive is no timeout: while an exchange lasts it does not count, and it does not make an idle client any less idle.
    @Test
    void keepAliveIsNoTimeoutAndNoTimeoutIsKeepAlive() throws Exception {
        host(Map.of("keepAlive", "PT0.3S", "header", "PT20S"), Map.of());
        try (EngineSocket client = anonymous()) {
            client.send(BODY_MISSING);
            // Several times what an idle connection is kept, in the middle of a request.
            Await.until("the head did not arrive", () -> !upstream.heads.isEmpty());
            Thread.sleep(1_500);
            client.send("lo");
            assertThat(client.untilText("fine")).startsWith("HTTP/1.1 200 ");
            long idleNanos = System.nanoTime();
            assertThat(client.untilClosed()).endsWith("fine");
            assertThat(Duration.ofNanos(System.nanoTime() - idleNanos)).as("and idle, it goes before the header's time")
                    .isLessThan(Duration.ofSeconds(20));
        }
    }
}
