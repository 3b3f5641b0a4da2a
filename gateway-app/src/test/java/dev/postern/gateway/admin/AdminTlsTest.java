package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.client.ReactorResourceFactory;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The admin plane's TLS is the starter's: what clients of every kind get, and what none of them gets.
@Timeout(120)
@ExtendWith(SharedGateway.class)
class AdminTlsTest {
    private static final String PROBE = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String UP = "HTTP/1.1 200 OK";
    private static final String IN_PYTHON = """
            import http.client, ssl, sys
            context = ssl.create_default_context(cafile=sys.argv[1])
            connection = http.client.HTTPSConnection("localhost", int(sys.argv[2]), context=context, timeout=30)
            connection.request("GET", "/livez")
            print(connection.sock.version(), connection.getresponse().read().decode(), end="")
            """;

    private final EngineEnvironment engine = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void curlReachesItWithTheFileAlone(String version, TestGateway gateway) throws Exception {
        assertThat(run("curl", "--silent", "--show-error", version, "--tlsv1.3", "--cacert",
                gateway.adminCertificate().toString(), "--write-out", "%{http_version}", gateway.url() + "/livez"))
                .isEqualTo(version.equals("--http2") ? "up\n2" : "up\n1.1");
    }

    @Test
    void pythonReachesItWithTheFileAlone(TestGateway gateway) throws Exception {
        assertThat(run("python3", "-c", IN_PYTHON, gateway.adminCertificate().toString(),
                Integer.toString(gateway.port()))).isEqualTo("TLSv1.3 up\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void theJdksClientReachesItWithTheFileAlone(HttpClient.Version version, TestGateway gateway) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).sslContext(gateway.trust()).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(gateway.url() + "/livez")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo("up\n");
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void refusesTls12(TestGateway gateway) throws Exception {
        try (SSLSocket socket = (SSLSocket) gateway.trust().getSocketFactory().createSocket("localhost",
                gateway.port())) {
            socket.setEnabledProtocols(new String[]{"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    @Test
    void issuesTicketsThatResumeAndAllowNoEarlyData(TestGateway gateway) throws Exception {
        ClientSession ticket = ticket(gateway);
        assertThat(ticket.maxEarlyDataBytes()).isZero();
        try (EngineSocket client = connect(gateway, ticket, false)) {
            client.handshake();
            assertThat(client.engine().session().orElseThrow().resumed()).isTrue();
        }
    }

    @Test
    void refusesEarlyDataThatAClientSendsAllTheSame(TestGateway gateway) throws Exception {
        ClientSession given = ticket(gateway);
        ClientSession stretched = new ClientSession(given.ticket(), given.psk(), given.cipherSuite(),
                given.receivedAtMillis(), given.lifetimeSeconds(), given.ageAdd(), 16_384, given.serverName(),
                given.applicationProtocol(), given.peerIdentity(), given.peerStaples(), given.ownIdentities());
        try (EngineSocket client = connect(gateway, stretched, true)) {
            client.start(PROBE.replace("/livez", "/early"));
            client.until(() -> client.engine().stage() == dev.postern.tls.TlsEngine.Stage.CONNECTED);
            client.flush();
            assertThat(client.events).hasAtLeastOneElementOfType(TlsEvent.EarlyDataRejected.class);
            assertThat(client.engine().session().orElseThrow().resumed()).as("the ticket itself was good").isTrue();
            client.send(PROBE);
            // Had the early request been let in, its answer, a refusal, would stand in front.
            assertThat(client.untilText(UP)).startsWith(UP);
        }
    }

    @Test
    void keepsItsOwnEventLoops(TestGateway gateway) {
        ReactorResourceFactory loops = gateway.bean(ReactorResourceFactory.class);
        assertThat(loops.isUseGlobalResources()).isFalse();
        gateway.stranger().get().uri("/livez").exchange().expectStatus().isOk();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .anyMatch(name -> name.startsWith("admin-"));
    }

    private ClientSession ticket(TestGateway gateway) throws IOException {
        try (EngineSocket client = new EngineSocket(engine, gateway.port(), to().build())) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            return client.sessions.getFirst();
        }
    }

    private EngineSocket connect(TestGateway gateway, ClientSession ticket, boolean early) throws IOException {
        return new EngineSocket(engine, gateway.port(), to().sessions(List.of(ticket)).earlyData(early).build());
    }

    private static TlsClientConfig.Builder to() {
        return TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
