package dev.postern.tls.netty;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.socket.EngineSocket;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The server handler in Reactor Netty, talked to by the JDK's HTTP client, whose TLS is not ours.
@Timeout(60)
class TlsServerHandlerTest {
    @Test
    void speaksHttp2WhenTheClientOffersIt() throws Exception {
        try (TestServer server = echo(); HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> response = post(client, server, "hello");

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.body()).isEqualTo("hello");
        }
    }

    @Test
    void speaksHttp11WhenTheClientOffersOnlyThat() throws Exception {
        try (TestServer server = echo(); HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            HttpResponse<String> response = post(client, server, "hello");

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(response.body()).isEqualTo("hello");
        }
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        byte[] body = new byte[3 * 1024 * 1024 + 17];
        new Random(31).nextBytes(body);
        for (HttpClient.Version version : new HttpClient.Version[]{HttpClient.Version.HTTP_1_1,
            HttpClient.Version.HTTP_2}) {
            try (TestServer server = echo(); HttpClient client = client(version)) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();

                assertThat(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body()).isEqualTo(body);
            }
        }
    }

    @Test
    void findsTheSessionFromAnHttp2StreamsChannel() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (request, response) -> response.sendString(Mono
                        .deferContextual(
                                context -> Mono.just(context.get(TlsSession.class).info().applicationProtocol() + " "
                                        + context.get(TlsSession.class).phase()))));
                HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThat(post(client, server, "").body()).isEqualTo("h2 CONFIRMED");
        }
    }

    @Test
    void showsTheSessionToInterfacesThatAskForAnSslEngine() throws Exception {
        CompletableFuture<SSLSession> seen = new CompletableFuture<>();
        try (TestServer server = new TestServer(new TestServer.Settings(), (request, response) -> {
            request.withConnection((Connection connection) -> seen
                    .complete(connection.channel().pipeline().get(SslHandler.class).engine().getSession()));
            return response.sendString(Mono.just("done"));
        }); HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            post(client, server, "");

            SSLSession session = seen.get(5, TimeUnit.SECONDS);
            assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
            assertThat(session.getCipherSuite()).startsWith("TLS_");
            assertThat(session.getId()).hasSize(32);
            org.assertj.core.api.Assertions.assertThatThrownBy(session::getPeerCertificates)
                    .isInstanceOf(javax.net.ssl.SSLPeerUnverifiedException.class);
        }
    }

    @Test
    void aClientThatSaysNothingMeetsTheClientHelloDeadline() throws Exception {
        Limits limits = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4, 16 * 1024, 64 * 1024,
                32 * 1024,
                1L << 24,
                Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TestServer server = new TestServer(new TestServer.Settings().limits(limits),
                (_, response) -> response.sendString(Mono.just("done")));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            byte[] alert = socket.getInputStream().readAllBytes();

            assertThat(alert).as("a fatal alert record").hasSize(7).startsWith(21, 3, 3, 0, 2);
            HandshakeReport report = server.reports.poll(5, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().fault()).isEqualTo(Fault.DEADLINE);
            assertThat(report.reason()).isEqualTo("clientHelloDeadline");
        }
    }

    @Test
    void aPolicyMayGiveItsClientsLessTimeThanTheListener() throws Exception {
        TestServer.Settings settings = new TestServer.Settings().policy(policy -> new TlsPolicy(policy.name(),
                policy.config(), policy.tickets(), policy.judge(), policy.judgeBudget(), policy.clients(),
                new HandshakeDeadlines(Duration.ofMillis(300), Duration.ofDays(1))));
        try (TestServer server = new TestServer(settings, (_, response) -> response.sendString(Mono.just("done")));
                EngineSocket client = new EngineSocket(server.environment, server.port(),
                        TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build())) {
            client.start("");
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.heldBack();
            client.untilClosed();
            HandshakeReport report = server.reports.poll(10, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().getMessage()).contains("was not done within 300 ms");
            assertThat(report.reason()).isEqualTo("handshakeDeadline");
        }
    }

    @Test
    @EarlyDataRule("3.9")
    void aClientWhoseEarlyDataIsNeverConfirmedMeetsTheConfirmationDeadline() throws Exception {
        TestServer.Settings settings = new TestServer.Settings().policy(policy -> new TlsPolicy(policy.name(),
                policy.config(), policy.tickets(), policy.judge(), policy.judgeBudget(), policy.clients(),
                new HandshakeDeadlines(Duration.ofDays(1), Duration.ofMillis(300))));
        try (TestServer server = new TestServer(settings, (_, response) -> response.sendString(Mono.just("done")))) {
            TlsClientConfig.Builder config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
            try (EngineSocket first = new EngineSocket(server.environment, server.port(), config.build())) {
                first.handshake().until(() -> !first.sessions.isEmpty());
                config.sessions(List.of(first.sessions.getFirst())).earlyData(true);
            }
            assertThat(server.reports.poll(10, TimeUnit.SECONDS)).matches(HandshakeReport::succeeded)
                    .extracting(HandshakeReport::reason).isEqualTo("");
            try (EngineSocket early = new EngineSocket(server.environment, server.port(), config.build())) {
                early.start("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                early.until(() -> early.engine().stage() == Stage.CONNECTED);
                early.heldBack();
                early.untilClosed();
            }
            HandshakeReport report = server.reports.poll(10, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
            assertThat(report.reason()).isEqualTo("confirmationDeadline");
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().description()).isEqualTo(AlertDescription.GENERAL_ERROR);
        }
    }

    @Test
    void aPolicyCannotGiveItsClientsMoreTimeThanTheListener() {
        HandshakeDeadlines listener = HandshakeDeadlines.of(Limits.DEFAULT);

        assertThat(new HandshakeDeadlines(Duration.ofDays(1), Duration.ofDays(1)).within(listener))
                .isEqualTo(listener);
    }

    @Test
    void tellsAPersonWhoTypedHttpWhatToDo() throws Exception {
        try (TestServer server = echo(); Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("use https:// in the address.\n");
            int length = Integer.parseInt(answer.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(length);
        }
    }

    @Test
    void rubbishGetsAnAlertAndAReport() throws Exception {
        try (TestServer server = echo(); Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[]{22, 3, 1, 0, 4, 99, 0, 0, 0});
            byte[] answer = socket.getInputStream().readAllBytes();

            assertThat(answer).startsWith(21, 3, 3, 0, 2, 2);
            HandshakeReport report = server.reports.poll(5, TimeUnit.SECONDS);
            assertThat(report).isNotNull();
            assertThat(report.failure()).isNotNull();
            assertThat(report.failure().description()).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE);
        }
    }

    @Test
    void answersAClientThatHalfClosesAfterItsRequest() throws Exception {
        try (TestServer server = new TestServer(new TestServer.Settings(),
                (_, response) -> response.sendString(Mono.just("done").delayElement(Duration.ofMillis(50))));
                EngineSocket client = new EngineSocket(server.environment, server.port(),
                        TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build())) {
            client.handshake().send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.closeNotify();

            assertThat(client.untilText("done")).contains("200 OK");
        }
    }

    @Test
    void sendsCloseNotifyWhenTheServerCloses() throws Exception {
        try (TestServer server = echo();
                EngineSocket client = new EngineSocket(server.environment, server.port(),
                        TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build())) {
            client.handshake().send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            client.untilClosed();

            assertThat(client.events).hasAtLeastOneElementOfType(TlsEvent.PeerClosed.class);
        }
    }

    @Test
    void followsAKeyUpdateInMidStream() throws Exception {
        try (TestServer server = echo();
                EngineSocket client = new EngineSocket(server.environment, server.port(),
                        TlsClientConfig.to("localhost").applicationProtocols("http/1.1").build())) {
            client.handshake().send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\none");
            client.updateKeys();
            client.send("two");
            client.untilText("one");
            client.untilText("two");

            assertThat(client.events)
                    .anySatisfy(event -> assertThat(event).isEqualTo(new TlsEvent.KeysUpdated(true, 1)));
        }
    }

    @Test
    void aSelectorThatFailsEndsTheHandshakeWithInternalError() throws Exception {
        TestServer.Settings settings = new TestServer.Settings();
        settings.selector = _ -> CompletableFuture.failedFuture(new IOException("the store is away"));
        try (TestServer server = new TestServer(settings, (_, response) -> response.sendString(Mono.just("done")));
                HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> post(client, server, ""))
                    .hasRootCauseInstanceOf(SSLException.class).hasStackTraceContaining("internal_error");
        }
    }

    private static TestServer echo() {
        return new TestServer(new TestServer.Settings(),
                (request, response) -> response.send(request.receive().retain()));
    }

    private static HttpResponse<String> post(HttpClient client, TestServer server, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                .timeout(Duration.ofSeconds(20)).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", TestServer.IDENTITY.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().version(version).sslContext(context).build();
    }
}
